package dev.drover.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Types every call of docs/infrakit-verbs.md, from top to bottom. */
@ApplicationTest
class InfrakitVerbsTests {
    private static final Pattern ROW = Pattern.compile("^\\| (.*?) \\| `(curl .*)` \\|$", Pattern.MULTILINE);

    @Autowired
    Environment environment;

    @Autowired
    Groups groups;

    private String id = "";

    @Test
    void everyCallWorksAsItIsWritten() throws IOException, InterruptedException {
        String page = Files.readString(Path.of("docs/infrakit-verbs.md"));
        assertThat(ROW.matcher(page).results().map(it -> it.group(1)))
                .contains("`validate`", "`provision`", "`describe`", "`destroy`", "`prepare`", "`healthy`", "`commit`");
        assertThat(Pattern.compile("curl -").matcher(page).results().count())
                .as("every call stands in a row of a table")
                .isEqualTo(ROW.matcher(page).results().count());
        for (var row : ROW.matcher(page).results().toList()) {
            if (row.group(1).equals("`free`")) {
                groups.converge("demo");
            }
            List<String> instances =
                    groups.get("/v1/providers/process/instances").items("/id");
            JsonNode answer = type(row.group(2));
            if (row.group(1).equals("`free`")) {
                groups.gone("demo");
                instances.forEach(InfrakitVerbsTests::kill); // nobody else does
            }
            if (row.group(1).equals("`provision`")) {
                id = answer.path("id").asString();
            }
        }
        groups.gone("demo");
        assertThat(groups.get("/v1/providers/process/instances").items("/id")).doesNotContain(id);
    }

    private static void kill(String instance) {
        ProcessHandle.of(Long.parseLong(instance.substring(0, instance.indexOf('-'))))
                .ifPresent(ProcessHandle::destroyForcibly);
    }

    private JsonNode type(String line) throws IOException, InterruptedException {
        String here = line.replace("127.0.0.1:8080", "127.0.0.1:" + environment.getProperty("local.server.port"));
        ProcessBuilder shell = new ProcessBuilder(List.of("sh", "-c", here + " -w '\\n%{http_code}'"));
        shell.environment().put("id", id);
        Process typed = shell.redirectErrorStream(true).start();
        String said = new String(typed.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(typed.waitFor()).as("%s: %s", line, said).isZero();
        int last = said.lastIndexOf('\n');
        assertThat(said.substring(last + 1)).as("%s: %s", line, said).matches("20[012]");
        return JsonMapper.shared().readTree(said.substring(0, last));
    }
}
