package dev.drover.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

@ApplicationTest
class OpenApiTests {
    private static final Path COMMITTED = Path.of("openapi/drover.yaml");
    private static final Path EXAMPLE = Path.of("src/main/resources/openapi/examples/group.yaml");

    @Autowired
    Groups groups;

    /** Run with {@code -Ddrover.openapi.write=true} after a change of the API that is meant, and review the difference. */
    @Test
    void theCommittedDocumentIsTheRunningOne() throws IOException {
        String running = groups.get("/v3/api-docs.yaml").expect(200).body();
        if (Boolean.getBoolean("drover.openapi.write")) {
            Files.writeString(COMMITTED, running);
        }
        assertThat(YAMLMapper.shared().readTree(Files.readString(COMMITTED)))
                .as("openapi/drover.yaml; -Ddrover.openapi.write=true writes it anew")
                .isEqualTo(YAMLMapper.shared().readTree(running));
    }

    @Test
    void everyOperationHasASummaryAnExampleAndItsProblems() {
        List<String> operations = new ArrayList<>();
        document()
                .path("paths")
                .forEachEntry((path, item) -> item.forEachEntry((method, operation) -> {
                    operations.add(method + " " + path);
                    complete(method + " " + path, operation);
                }));
        assertThat(operations).hasSize(11).allMatch(it -> it.contains(" /v1/"));
    }

    private static void complete(String name, JsonNode operation) {
        assertThat(operation.path("summary").asString()).as(name).isNotBlank();
        List<String> problems = new ArrayList<>();
        operation.path("responses").forEachEntry((status, response) -> {
            if (status.startsWith("2")) {
                JsonNode example = response.at("/content/application~1json/examples/example/value");
                assertThat(example.isEmpty())
                        .as(name + " has an example of its answer")
                        .isFalse();
            } else {
                assertThat(response.at("/content/application~1problem+json/schema/$ref")
                                .asString())
                        .as(name + " " + status)
                        .isEqualTo("#/components/schemas/ProblemDetail");
                problems.add(status);
            }
        });
        assertThat(problems).as(name).isNotEmpty();
    }

    @Test
    void theExampleOfADeclarationIsTheReadmesAndIsValid() throws IOException {
        String example = Files.readString(EXAMPLE);
        assertThat(example).isEqualTo(Files.readString(Path.of("examples/web.yaml")));
        String nobody = example.replace("size: 3", "size: 0");
        groups.put("web", nobody, "Content-Type", "application/yaml").expect(201);
        groups.post("/v1/groups/web/scale", "{\"size\": 5000}").refused(422, "validation");
    }

    private JsonNode document() {
        return YAMLMapper.shared()
                .readTree(groups.get("/v3/api-docs.yaml").expect(200).body());
    }
}
