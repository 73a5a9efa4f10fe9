package dev.drover.group;

import dev.drover.web.Answers;
import dev.drover.web.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

@RestController
@RequestMapping("/v1/schemas")
@Tag(name = "Schemas", description = "What may be declared, for editors and other tools.")
class SchemaController {
    private static final String GROUP = "/v1/schemas/group";
    private static final TypeReference<Map<String, Object>> TREE = new TypeReference<>() {};

    private final SpecValidation validation;

    SchemaController(SpecValidation validation) {
        this.validation = validation;
    }

    @GetMapping
    @Operation(operationId = "listSchemas", summary = "List the schemas of what may be declared")
    @Answers(
            status = 200,
            example = "schemas.json",
            problems = {})
    Page<SchemaView> list() {
        var base = GroupSchema.document();
        return new Page<>(
                List.of(new SchemaView("group", GROUP, base.path("description").asString())), null);
    }

    @GetMapping(
            path = "/group",
            produces = {Answers.JSON_SCHEMA, "application/json", "application/yaml"})
    @Operation(
            operationId = "getGroupSchema",
            summary = "Read the JSON Schema of a group's spec",
            description =
                    "JSON Schema 2020-12, with the properties of every provider and flavor that is configured here: what"
                            + " specs are validated with. In an editor that knows YAML begin a file with"
                            + " `# yaml-language-server: $schema=<address of this schema>`. The example is shortened.")
    @Answers(
            status = 200,
            example = "schema.json",
            mediaType = Answers.JSON_SCHEMA,
            problems = {})
    ResponseEntity<Map<String, Object>> group() {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noCache())
                .body(JsonMapper.shared().convertValue(validation.schema(), TREE));
    }
}
