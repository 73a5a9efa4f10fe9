package dev.drover.web;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.servers.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The OpenAPI document: what annotations cannot say, or would say once for every operation. */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {
    private static final String PROBLEM = "application/problem+json";
    private static final String WORKS = "works as it stands";
    private static final List<String> BODIES = List.of(
            SpecBody.GROUP,
            SpecBody.SCALE,
            SpecBody.ROLLBACK,
            SpecBody.PROCESSES,
            SpecBody.RELEASE,
            SpecBody.DETACH,
            SpecBody.DESTROY,
            SpecBody.HEALTH,
            SpecBody.RECREATE,
            SpecBody.ADOPT,
            SpecBody.NOTHING,
            SpecBody.PROPERTIES,
            SpecBody.FLAVOR_VALIDATE,
            SpecBody.FLAVOR_PREPARE,
            SpecBody.FLAVOR_HEALTHY,
            SpecBody.INSTANCE,
            SpecBody.INFRAKIT_GROUP,
            SpecBody.KNOBS,
            SpecBody.KILL);
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final YAMLMapper YAML = YAMLMapper.shared();

    @Bean
    OpenAPI openApi() {
        return new OpenAPI()
                .info(new Info()
                        .title("Drover")
                        .version("v1")
                        .description("Keeps groups of machines the way they were declared.")
                        .license(new License().name("Apache-2.0").url("https://www.apache.org/licenses/LICENSE-2.0")))
                .servers(List.of(new Server().url("/").description("this Drover")));
    }

    @Bean
    OperationCustomizer answersAndBodies() {
        return (operation, method) -> {
            Optional.ofNullable(method.getMethodAnnotation(SpecBody.class))
                    .ifPresent(it -> operation.requestBody(body(it)));
            Optional.ofNullable(method.getMethodAnnotation(Answers.class))
                    .ifPresent(it -> operation.responses(responses(operation, it)));
            if (method.hasMethodAnnotation(TakesProvenance.class)) {
                Arrays.stream(ProvenanceField.values()).forEach(it -> operation.addParametersItem(header(it)));
            }
            return operation;
        };
    }

    @Bean
    OpenApiCustomizer componentsOfBodiesAndProblems() {
        return document -> {
            Components components = document.getComponents();
            BODIES.forEach(it -> BodySchemas.of(it).forEach(components::addSchemas));
            components.addSchemas("ProblemDetail", problemDetail());
            components.addSchemas("JsonSchema", new ObjectSchema().description("A JSON Schema (2020-12)."));
        };
    }

    private static Schema<?> problemDetail() {
        Schema<?> violation = new ObjectSchema();
        violation.addProperty("pointer", new StringSchema().description("A JSON Pointer into the body."));
        violation.addProperty("message", new StringSchema());
        violation.setRequired(List.of("pointer", "message"));
        Schema<?> problem = new ObjectSchema();
        problem.setDescription("A problem detail (RFC 9457).");
        problem.addProperty("type", new StringSchema().format("uri-reference").example("/problems/validation"));
        problem.addProperty("title", new StringSchema());
        problem.addProperty("status", new IntegerSchema());
        problem.addProperty("detail", new StringSchema().description("A sentence that says what to do."));
        problem.addProperty("instance", new StringSchema().format("uri-reference"));
        problem.addProperty(
                "violations",
                new ArraySchema().items(violation).description("Everything that is wrong, if that can be listed."));
        problem.setRequired(List.of("type", "title", "status", "detail"));
        return problem;
    }

    private static Parameter header(ProvenanceField field) {
        return new Parameter()
                .in("header")
                .name(field.header())
                .description(field.description() + " In UTF-8; it comes back with the events that this causes.")
                .schema(new StringSchema().maxLength(field.longest()));
    }

    private static RequestBody body(SpecBody annotation) {
        Schema<?> schema = new Schema<>().$ref(BodySchemas.name(annotation.schema()));
        String example = read(annotation.example());
        boolean yaml = annotation.example().endsWith(".yaml");
        Object json = (yaml ? YAML : JSON).readValue(example, Object.class);
        Content content = new Content()
                .addMediaType("application/json", type(schema).addExamples(WORKS, new Example().value(json)))
                .addMediaType(
                        "application/yaml",
                        type(schema)
                                .addExamples(
                                        WORKS, new Example().value(yaml ? example : YAML.writeValueAsString(json))));
        return new RequestBody().required(!annotation.optional()).content(content);
    }

    private static MediaType type(Schema<?> schema) {
        return new MediaType().schema(schema);
    }

    private static ApiResponses responses(Operation operation, Answers annotation) {
        Schema<?> schema = schema(operation);
        ApiResponses responses = new ApiResponses();
        responses.addApiResponse(String.valueOf(annotation.status()), good(schema, annotation, "as asked"));
        if (annotation.creates()) {
            responses.addApiResponse("201", good(schema, annotation, "as asked, and it is new"));
        }
        for (Answers.Also also : annotation.also()) {
            responses.addApiResponse(String.valueOf(also.status()), also(also));
        }
        Map<Integer, String> problems = new TreeMap<>(Arrays.stream(annotation.problems())
                .collect(Collectors.groupingBy(
                        it -> it.status().value(),
                        Collectors.mapping(
                                it -> "`/problems/" + it.text() + "`: " + it.title(), Collectors.joining("; ")))));
        problems.forEach((status, text) -> responses.addApiResponse(String.valueOf(status), problem(text)));
        responses.addApiResponse("default", problem("anything else that can go wrong"));
        return responses;
    }

    private static Schema<?> schema(Operation operation) {
        return operation.getResponses().values().stream()
                .flatMap(it -> Optional.ofNullable(it.getContent()).stream())
                .flatMap(it -> it.values().stream())
                .flatMap(it -> Optional.<Schema<?>>ofNullable(it.getSchema()).stream())
                .findFirst()
                .orElseGet(ObjectSchema::new);
    }

    private static ApiResponse good(Schema<?> schema, Answers annotation, String description) {
        if (annotation.only()) {
            return new ApiResponse()
                    .description(description)
                    .content(new Content().addMediaType(annotation.mediaType(), text(annotation.example())));
        }
        Object example = JSON.readValue(read(annotation.example()), Object.class);
        Schema<?> shown =
                annotation.schema().isEmpty() ? schema : new Schema<>().$ref(BodySchemas.name(annotation.schema()));
        Content content = new Content();
        if (!annotation.mediaType().isEmpty()) {
            content.addMediaType(annotation.mediaType(), type(shown));
        }
        MediaType json = type(shown).addExamples("example", new Example().value(example));
        if (!annotation.dryRun().isEmpty()) {
            json.addExamples("dry run", new Example().value(JSON.readValue(read(annotation.dryRun()), Object.class)));
        }
        if (!annotation.other().isEmpty()) {
            json.addExamples("other", new Example().value(JSON.readValue(read(annotation.other()), Object.class)));
        }
        content.addMediaType("application/json", json).addMediaType("application/yaml", type(shown));
        if (!annotation.markdown().isEmpty()) {
            content.addMediaType("text/markdown", text(annotation.markdown()));
        }
        if (!annotation.text().isEmpty()) {
            content.addMediaType("text/plain", text(annotation.text()));
        }
        return new ApiResponse().description(description).content(content);
    }

    private static MediaType text(String example) {
        return type(new StringSchema()).addExamples("example", new Example().value(read(example)));
    }

    private static ApiResponse also(Answers.Also annotation) {
        JsonNode example = JSON.readTree(read(annotation.example()));
        Schema<?> schema = new ObjectSchema();
        example.forEachEntry(
                (name, value) -> schema.addProperty(name, value.isNull() ? stringOrNull() : new StringSchema()));
        Object shown = JSON.treeToValue(example, Object.class);
        return new ApiResponse()
                .description(annotation.description())
                .content(new Content()
                        .addMediaType(
                                "application/json", type(schema).addExamples("example", new Example().value(shown)))
                        .addMediaType("application/yaml", type(schema)));
    }

    /** In this order, so that the document is the same each time. */
    private static Schema<?> stringOrNull() {
        return new Schema<>().types(new LinkedHashSet<>(List.of("string", "null")));
    }

    private static ApiResponse problem(String description) {
        Schema<?> schema = new Schema<>().$ref("#/components/schemas/ProblemDetail");
        return new ApiResponse()
                .description(description)
                .content(new Content().addMediaType(PROBLEM, new MediaType().schema(schema)));
    }

    private static String read(String example) {
        try {
            return new ClassPathResource("openapi/examples/" + example).getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
