package dev.drover.application;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The schema that editors ask for. */
@ApplicationTest
@TestPropertySource(properties = "drover.providers.docker.type=docker") // some of the examples use it
class SchemaTests {
    private static final String LINE = "# yaml-language-server: $schema=http://127.0.0.1:8080/v1/schemas/group";

    @Autowired
    Groups groups;

    @Test
    void itIsServedAsASchemaAndInOtherFormsWhenAsked() {
        Answer answer = groups.get("/v1/schemas/group").expect(200);
        assertThat(answer.header("Content-Type")).startsWith("application/schema+json");
        assertThat(groups.get("/v1/schemas/group", "Accept", "application/json")
                        .expect(200)
                        .json())
                .isEqualTo(answer.json());

        Answer yaml =
                groups.get("/v1/schemas/group", "Accept", "application/yaml").expect(200);
        assertThat(yaml.header("Content-Type")).startsWith("application/yaml");
        assertThat(YAMLMapper.shared().readTree(yaml.body())).isEqualTo(answer.json());
    }

    @Test
    void theListLeadsToIt() {
        Answer list = groups.get("/v1/schemas").expect(200);
        assertThat(list.items("/url")).containsExactly("/v1/schemas/group");
        groups.get(list.text("/items/0/url")).expect(200);
        groups.get("/v1/schemas/groups").refused(404, "not-found");
    }

    @Test
    void itHoldsThePropertiesOfTheAdaptersThatAreConfigured() {
        JsonNode schema = schema();
        assertThat(schema.at("/properties/instance/properties/provider/enum").valueStream())
                .extracting(JsonNode::asString)
                .contains("fake", "process");
        assertThat(schema.findValues("const").stream().map(JsonNode::asString)).contains("fake", "process", "vanilla");
        assertThat(schema.findValue("stopTimeout").path("description").asString())
                .isNotBlank();
    }

    @Test
    void everyExampleNamesItAndTheGoodOnesAreWhatItWants() throws IOException {
        var validator = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema());
        for (Path example : examples()) {
            String text = Files.readString(example);
            assertThat(text.lines().findFirst()).as(example.toString()).hasValue(LINE);
            boolean good =
                    validator.validate(YAMLMapper.shared().readTree(text)).isEmpty();
            assertThat(good).as(example.toString()).isEqualTo(!example.endsWith("broken.yaml"));
        }
    }

    private JsonNode schema() {
        return JsonMapper.shared()
                .readTree(groups.get("/v1/schemas/group").expect(200).body());
    }

    private static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("examples"))) {
            List<Path> examples =
                    files.filter(it -> it.toString().endsWith(".yaml")).sorted().toList();
            assertThat(examples).hasSizeGreaterThanOrEqualTo(3);
            return examples;
        }
    }
}
