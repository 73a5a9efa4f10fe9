package dev.drover.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The pipelines in {@code deploy/ci}, each run as the scripts that its CI would run, with the variables that it would set. */
@ApplicationTest
class CiExamplesTests {
    private static final String COMMIT = "8f3b1c0d9e7a6f5b4c3d2e1f0a9b8c7d6e5f4a3b";
    private static final Pattern SH = Pattern.compile("sh '''(.*?)'''", Pattern.DOTALL);

    @Autowired
    Groups groups;

    @LocalServerPort
    int port;

    @TempDir
    Path workspace;

    /** As it is to be run; {@code shell} is how this CI calls a step's script. */
    record Pipeline(String file, List<String> shell, List<String> scripts, Map<String, String> variables) {
        @Override
        public String toString() {
            return file;
        }
    }

    static Stream<Pipeline> pipelines() throws IOException {
        return Stream.of(github(), gitlab(), jenkins());
    }

    private static Pipeline github() throws IOException {
        JsonNode steps = yaml("github-actions.yaml").at("/jobs/declare/steps");
        return new Pipeline(
                "github-actions.yaml",
                List.of("bash", "--noprofile", "--norc", "-eo", "pipefail"),
                StreamSupport.stream(steps.spliterator(), false)
                        .filter(it -> it.has("run"))
                        .map(it -> it.path("run").stringValue())
                        .toList(),
                Map.of(
                        "GITHUB_WORKFLOW", "declare",
                        "GITHUB_RUN_NUMBER", "12",
                        "GITHUB_RUN_ID", "7013",
                        "GITHUB_REPOSITORY", "shop/fleet",
                        "GITHUB_SERVER_URL", "https://github.example",
                        "GITHUB_ACTOR", "maya",
                        "GITHUB_SHA", COMMIT));
    }

    private static Pipeline gitlab() throws IOException {
        return new Pipeline(
                "gitlab-ci.yaml",
                List.of("bash", "-eo", "pipefail"),
                StreamSupport.stream(
                                yaml("gitlab-ci.yaml").at("/declare/script").spliterator(), false)
                        .map(JsonNode::stringValue)
                        .toList(),
                Map.of(
                        "CI_COMMIT_TITLE", "web: größer, for the sale",
                        "CI_COMMIT_SHA", COMMIT,
                        "CI_JOB_URL", "https://gitlab.example/shop/fleet/-/jobs/99"));
    }

    private static Pipeline jenkins() throws IOException {
        return new Pipeline(
                "Jenkinsfile",
                List.of("sh", "-xe"),
                SH.matcher(Files.readString(Path.of("deploy/ci/Jenkinsfile")))
                        .results()
                        .map(it -> it.group(1))
                        .toList(),
                Map.of(
                        "JOB_NAME", "fleet/main",
                        "BUILD_NUMBER", "31",
                        "GIT_COMMIT", COMMIT,
                        "BUILD_URL", "https://jenkins.example/job/fleet/31/"));
    }

    private static JsonNode yaml(String file) throws IOException {
        return YAMLMapper.shared().readTree(Files.readString(Path.of("deploy/ci", file)));
    }

    @AfterEach
    void remove() {
        if (groups.get("/v1/groups/web").status() == 200) {
            groups.remove("web");
        }
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void declaresTheSpecAndEndsWhenItIsTrue(Pipeline pipeline) throws Exception {
        spec(Groups.spec(2));
        Run run = run(pipeline);
        assertThat(run.code()).as(run.output()).isZero();
        assertThat(run.output()).contains("\"change\":\"revision\"", "\"reached\":\"converged\"");
        JsonNode declared =
                groups.get("/v1/groups/web/declarations").expect(200).json().at("/items/0");
        assertThat(declared.at("/provenance/commit").asString()).isEqualTo(COMMIT);
        assertThat(declared.at("/provenance/url").asString()).startsWith("https://");
        assertThat(declared.at("/provenance/message").asString())
                .isIn("declare #12 of shop/fleet by maya", "web: größer, for the sale", "fleet/main #31");
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void endsWithWhatIsWrongWithTheSpec(Pipeline pipeline) throws Exception {
        spec("{\"allocation\": {\"sise\": 2}, \"instance\": {\"provider\": \"fake\"}}");
        Run run = run(pipeline);
        assertThat(run.code()).as(run.output()).isNotZero();
        assertThat(run.output()).contains("did you mean 'size'?").doesNotContain("reached");
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void endsWithWhyItCannotBeTrue(Pipeline pipeline) throws Exception {
        groups.put("web", Groups.spec(1)).expect(201);
        groups.post("/v1/groups/web/pause", "{}").expect(200);
        spec(Groups.spec(2));
        Run run = run(pipeline);
        assertThat(run.code()).as(run.output()).isNotZero();
        assertThat(run.output()).contains("/problems/blocked", "paused");
    }

    private void spec(String json) throws IOException {
        Files.createDirectories(workspace.resolve("groups"));
        Files.writeString(workspace.resolve("groups/web.yaml"), json);
    }

    private record Run(int code, String output) {}

    private Run run(Pipeline pipeline) throws Exception {
        assertThat(pipeline.scripts()).hasSize(2);
        StringBuilder output = new StringBuilder();
        for (String script : pipeline.scripts()) {
            int code = run(pipeline, script, output);
            if (code != 0) {
                return new Run(code, output.toString());
            }
        }
        return new Run(0, output.toString());
    }

    private int run(Pipeline pipeline, String script, StringBuilder output) throws Exception {
        Path file = Files.writeString(workspace.resolve("step.sh"), script);
        Path log = workspace.resolve("step.log");
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(pipeline.shell().stream(), Stream.of(file.toString()))
                        .toList())
                .directory(workspace.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(pipeline.variables());
        builder.environment().put("DROVER_URL", "http://127.0.0.1:" + port);
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        try {
            Groups.eventually().until(() -> {
                groups.step(Duration.ofSeconds(1)); // members are ready when they were healthy for long enough
                return !process.isAlive();
            });
        } finally {
            process.destroyForcibly();
        }
        output.append(Files.readString(log, StandardCharsets.UTF_8));
        return process.exitValue();
    }
}
