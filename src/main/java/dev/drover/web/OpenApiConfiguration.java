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
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.servers.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The OpenAPI document: what annotations cannot say, or would say once for every operation. */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {
    private static final String PROBLEM = "application/problem+json";
    private static final JsonMapper JSON = JsonMapper.shared();

    @Bean
    OpenAPI openApi() {
        return new OpenAPI()
                .info(new Info()
                        .title("Drover")
                        .version("v1")
                        .description("Keeps groups of machines the way they were declared.")
                        .license(new License().name("Apache-2.0").url("https://www.apache.org/licenses/LICENSE-2.0")))
                .components(new Components().addSchemas("ProblemDetail", problemDetail()))
                .servers(List.of(new Server().url("/").description("this Drover")));
    }

    private static Schema<?> problemDetail() {
        Schema<?> violation = new ObjectSchema()
                .addProperty("pointer", new StringSchema().description("JSON Pointer into the body"))
                .addProperty("message", new StringSchema());
        return new ObjectSchema()
                .description("RFC 9457. 'type' is stable; 'detail' is a sentence that says what to do.")
                .addProperty("type", new StringSchema().format("uri-reference").example("/problems/validation"))
                .addProperty("title", new StringSchema())
                .addProperty("status", new IntegerSchema())
                .addProperty("detail", new StringSchema())
                .addProperty("instance", new StringSchema().format("uri-reference"))
                .addProperty("violations", new ArraySchema().items(violation));
    }

    @Bean
    OperationCustomizer answersAndBodies() {
        return (operation, method) -> {
            Optional.ofNullable(method.getMethodAnnotation(SpecBody.class))
                    .ifPresent(it -> operation.requestBody(body(it)));
            Optional.ofNullable(method.getMethodAnnotation(Answers.class))
                    .ifPresent(it -> operation.responses(responses(operation, it)));
            return operation;
        };
    }

    private static RequestBody body(SpecBody annotation) {
        String example = read(annotation.example());
        Content content = new Content();
        if (annotation.example().endsWith(".yaml")) {
            content.addMediaType("application/yaml", example(example));
        }
        content.addMediaType("application/json", example(YAMLMapper.shared().readValue(example, Object.class)));
        return new RequestBody().required(true).content(content);
    }

    private static MediaType example(Object value) {
        return new MediaType().schema(new ObjectSchema()).addExamples("works as it stands", new Example().value(value));
    }

    private static ApiResponses responses(Operation operation, Answers annotation) {
        ApiResponses responses = new ApiResponses();
        responses.addApiResponse(String.valueOf(annotation.status()), good(operation, annotation));
        Map<Integer, String> problems = new TreeMap<>(Arrays.stream(annotation.problems())
                .collect(Collectors.groupingBy(
                        it -> it.status().value(),
                        Collectors.mapping(
                                it -> "`/problems/" + it.text() + "`: " + it.title(), Collectors.joining("; ")))));
        problems.forEach((status, text) -> responses.addApiResponse(String.valueOf(status), problem(text)));
        return responses;
    }

    private static ApiResponse good(Operation operation, Answers annotation) {
        Schema<?> schema = operation.getResponses().values().stream()
                .flatMap(it -> Optional.ofNullable(it.getContent()).stream())
                .flatMap(it -> it.values().stream())
                .flatMap(it -> Optional.<Schema<?>>ofNullable(it.getSchema()).stream())
                .findFirst()
                .orElseGet(ObjectSchema::new);
        MediaType type = new MediaType()
                .schema(schema)
                .addExamples("example", new Example().value(JSON.readValue(read(annotation.example()), Object.class)));
        return new ApiResponse().description("as asked").content(new Content().addMediaType("application/json", type));
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
