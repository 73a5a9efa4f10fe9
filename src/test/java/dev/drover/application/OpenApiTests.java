package dev.drover.application;

import static dev.drover.application.Groups.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The API's document: the running service's is the committed one, is complete, and its examples work as they stand. */
@ApplicationTest
class OpenApiTests {
    private static final Path COMMITTED = Path.of("openapi/drover.yaml");
    private static final YAMLMapper YAML = YAMLMapper.shared();

    @Autowired
    Groups groups;

    @Test
    void theRunningServiceIsAsCommitted() throws IOException {
        String running = groups.get("/v3/api-docs.yaml").expect(200).body();
        if (Boolean.getBoolean("drover.openapi.write")) {
            Files.createDirectories(COMMITTED.getParent());
            Files.writeString(COMMITTED, running);
        }
        assertThat(YAML.readTree(running))
                .as(
                        "the API has changed: if that is meant, write %s anew with ./mvnw test -Dtest=OpenApiTests"
                                + " -Ddrover.openapi.write=true, and commit it",
                        COMMITTED)
                .isEqualTo(YAML.readTree(Files.readString(COMMITTED)));
    }

    @Test
    void itListsTheApiAndNothingElse() {
        assertThat(document().path("paths").propertyNames()).isNotEmpty().allMatch(it -> it.startsWith("/v1/"));
    }

    @Test
    void everyOperationIsCompletelyDescribed() {
        for (Operation operation : operations()) {
            JsonNode described = operation.described();
            assertThat(described.path("summary").asString(""))
                    .as(operation.name())
                    .isNotBlank();
            assertThat(described.path("operationId").asString(""))
                    .as(operation.name())
                    .isNotBlank();
            JsonNode body = described.path("requestBody");
            if (!body.isMissingNode()) {
                assertThat(body.at("/content/application~1json/examples"))
                        .as(operation.name())
                        .isNotEmpty();
                assertThat(body.at("/content/application~1yaml/examples"))
                        .as(operation.name())
                        .isNotEmpty();
            }
            described
                    .path("responses")
                    .forEachEntry((status, response) -> answer(operation.name() + " " + status, status, response));
        }
    }

    /** Swagger UI fills examples in, and sends them: one that nobody chose would be a condition that nobody set. */
    @Test
    void onlyRequiredParametersHaveExamples() {
        for (Operation operation : operations()) {
            operation.described().path("parameters").forEach(parameter -> {
                String name = operation.name() + " " + parameter.path("name").asString();
                boolean example = !parameter.path("example").isMissingNode();
                assertThat(example)
                        .as(name)
                        .isEqualTo(parameter.path("required").asBoolean(false));
            });
        }
    }

    private static void answer(String name, String status, JsonNode response) {
        if (status.startsWith("2")) {
            JsonNode content = response.path("content");
            JsonNode type = content.has("application/json")
                    ? content.path("application/json")
                    : content.iterator().next();
            JsonNode example = type.at("/examples/example/value");
            assertThat(example.isString() || !example.isEmpty()).as(name).isTrue();
        } else {
            assertThat(response.at("/content/application~1problem+json/schema/$ref")
                            .asString(""))
                    .as(name)
                    .isEqualTo("#/components/schemas/ProblemDetail");
        }
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        JsonNode document = document();
        List<String> references = document.findValuesAsString("$ref");
        assertThat(references)
                .isNotEmpty()
                .allSatisfy(it -> assertThat(document.at(it.substring(1)).isObject())
                        .as(it)
                        .isTrue());
        assertThat(document.at("/components/schemas/ProblemDetail/properties").propertyNames())
                .contains("type", "title", "status", "detail", "violations");
        assertThat(document.at("/components/schemas/Group/properties").propertyNames())
                .contains("allocation", "instance", "flavor", "health");
        assertThat(document.at("/components/schemas").propertyNames()).doesNotContain("JsonNode");
    }

    /** An example that was made up, or that an older version answered, would have other fields. */
    @Test
    void theExamplesAreOfTheShapeThatTheServiceAnswers() {
        JsonNode schemas = document().at("/components/schemas");
        for (Operation operation : operations()) {
            operation.described().path("responses").forEachEntry((status, response) -> {
                JsonNode content = response.at("/content/application~1json");
                if (!content.isMissingNode()
                        && !content.at("/schema/$ref").asString("").endsWith("/Group")) {
                    JsonNode schema = content.path("schema");
                    JsonNode shapes = schema.path("oneOf");
                    shape(
                            operation.name(),
                            shapes.path(0).isMissingNode() ? schema : shapes.path(0),
                            content.at("/examples/example/value"),
                            schemas);
                    if (!shapes.isMissingNode()) {
                        assertThat(shapes).as(operation.name()).hasSize(2);
                        shape(operation.name(), shapes.path(1), content.at("/examples/other/value"), schemas);
                    }
                }
            });
        }
    }

    private static void shape(String where, JsonNode schema, JsonNode value, JsonNode schemas) {
        String reference = schema.path("$ref").asString("");
        if (reference.endsWith("/Group") || value.isNull()) {
            return;
        }
        JsonNode found =
                reference.isEmpty() ? schema : schemas.path(reference.substring(reference.lastIndexOf('/') + 1));
        if (!found.path("anyOf").isMissingNode()) {
            shape(where, found.at("/anyOf/0"), value, schemas);
        } else if (!found.path("items").isMissingNode()) {
            value.forEach(it -> shape(where, found.path("items"), it, schemas));
        } else if (!found.path("properties").isMissingNode()) {
            assertThat(value.propertyNames())
                    .as(where)
                    .containsExactlyInAnyOrderElementsOf(
                            found.path("properties").propertyNames());
            value.forEachEntry((name, it) ->
                    shape(where + "/" + name, found.path("properties").path(name), it, schemas));
        }
    }

    @Test
    void everyBodysExampleWorksAsItStands() {
        for (Operation operation : operations()) {
            JsonNode content = operation.described().at("/requestBody/content");
            content.forEachEntry((type, body) -> body.path("examples").forEach(example -> {
                JsonNode value = example.path("value");
                String text = value.isString() ? value.stringValue() : value.toString();
                boolean ofMember = operation.path().contains("{memberId}");
                boolean ofRollout = operation.path().contains("/rollouts/{id}");
                groups.put("web", withSize(ofMember || ofRollout ? 1 : 0)).expect(201);
                boolean protects = operation.path().endsWith("/protect");
                if (ofRollout) {
                    rollout();
                }
                if (operation.path().endsWith("/adopt")) {
                    text = text.replace("9238-4fe7f83f", madeByHand());
                }
                Answer answer = groups.send(
                        operation.method(),
                        operation
                                .path()
                                .replace("{name}", named(operation.path()))
                                .replace("{memberId}", ofMember ? member() : "")
                                .replace("{id}", "1"),
                        BodyPublishers.ofString(text),
                        "Content-Type",
                        type);
                assertThat(answer.status())
                        .as("%s: %s", operation.name(), answer.body())
                        .isBetween(200, 201);
                if (protects) {
                    groups.members("web").forEach(it -> groups.post("/v1/members/" + it + "/unprotect", ""));
                }
                if (operation.path().endsWith("/release")) {
                    groups.gone("web");
                } else {
                    groups.remove("web");
                }
                Optional.of(answer.header("Location"))
                        .filter(it -> it.startsWith("/v1/providers"))
                        .ifPresent(it -> groups.delete(it).expect(202));
            }));
        }
    }

    private String madeByHand() {
        return groups.post("/v1/providers/process/instances", "{\"properties\": {\"command\": [\"sleep\", \"60\"]}}")
                .expect(201)
                .text("/id");
    }

    private String member() {
        eventually().until(() -> groups.members("web").size() == 1);
        return groups.members("web").getFirst();
    }

    /** The first of the group, which goes no further than its canary. */
    private void rollout() {
        eventually().until(() -> groups.status("web").path("size").path("live").asInt() == 1);
        groups.put(
                        "web",
                        withSize(1)
                                .replace("60", "61")
                                .replaceFirst("\\{", "{\"update\": {\"canary\": {\"promote\": \"manual\"}}, "))
                .expect(200);
        eventually()
                .until(() -> groups.get("/v1/groups/web/rollouts").items("/id").equals(List.of("1")));
    }

    private static String named(String path) {
        if (path.contains("/simulation")) {
            return "storm";
        }
        if (path.startsWith("/v1/providers")) {
            return "process";
        }
        return path.startsWith("/v1/flavors") ? "vanilla" : "web";
    }

    private static String withSize(int size) {
        return Groups.spec("process", size).replace("{\"image\": \"good\"}", "{\"command\": [\"sleep\", \"60\"]}");
    }

    private JsonNode document() {
        return JsonMapper.shared()
                .readTree(groups.get("/v3/api-docs").expect(200).body());
    }

    private List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        document()
                .path("paths")
                .forEachEntry((path, methods) -> methods.forEachEntry((method, described) ->
                        operations.add(new Operation(method.toUpperCase(Locale.ROOT), path, described))));
        assertThat(operations).hasSizeGreaterThan(8);
        return operations;
    }

    private record Operation(String method, String path, JsonNode described) {
        String name() {
            return method + " " + path;
        }
    }
}
