package dev.drover.group;

import static dev.drover.group.FakeAdapters.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.drover.group.FakeAdapters.FakeFlavor;
import dev.drover.group.FakeAdapters.FakeProvider;
import dev.drover.provider.Flavors;
import dev.drover.provider.spi.InstanceProvider;
import dev.drover.provider.spi.Violation;
import dev.drover.spec.GroupName;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** What editors are shown, seen with the schema library alone. */
class SpecSchemaTest {
    private static final String META = "https://json-schema.org/draft/2020-12/schema";
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    /** A schema like those of other people: with an id, definitions of its own, and references to them and to itself. */
    private static final String OF_ITS_OWN = """
            {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "https://example.com/x",
             "type": "object", "additionalProperties": false,
             "properties": {"port": {"$ref": "#/$defs/port"}, "inner": {"$ref": "#"}},
             "$defs": {"port": {"type": "integer", "maximum": 9}}}
            """;

    @Test
    void itIsASchemaThatNamesWhatIsConfigured() {
        var document = FakeAdapters.validation().schema();

        assertThat(REGISTRY.getSchema(SchemaLocation.of(META)).validate(document))
                .isEmpty();
        assertThat(document.at("/properties/instance/properties/provider/enum").valueStream())
                .extracting(JsonNode::asString)
                .containsExactly("process", "simulator");
    }

    @Test
    void whatAnAdapterSaysOfItsPropertiesIsAPartOfIt() {
        var document = FakeAdapters.validation().schema();

        assertThat(refuses(document, """
                {"instance": {"provider": "process", "properties": {"command": ["/bin/web"]}}}""")).isFalse();
        assertThat(refuses(document, """
                {"instance": {"provider": "process", "properties": {"command": "/bin/web"}}}""")).isTrue();
        assertThat(refuses(document, """
                {"instance": {"provider": "process"}}""")).isTrue();
        assertThat(refuses(document, """
                {"instance": {"provider": "mainframe"}}""")).isTrue();
        assertThat(refuses(document, """
                {"instance": {"provider": "process", "properties": {"command": ["/bin/web"]}},
                 "flavor": {"provider": "vanilla", "properties": {"init": "echo"}}}""")).isTrue();
    }

    @Test
    void referencesOfASchemaOfItsOwnStillLeadToIt() {
        var validation = with(Map.of("process", new FakeProvider(), "other", schema(OF_ITS_OWN)));

        var bad = json("""
                {"instance": {"provider": "other", "properties": {"inner": {"inner": {"port": 10}, "port": "x"}}}}""");

        assertThat(refuses(validation.schema(), bad.toString())).isTrue();
        assertThat(validation.validate(bad, new GroupName("web"), null).violations())
                .contains(
                        new Violation("/instance/properties/inner/inner/port", "must be at most 9"),
                        new Violation("/instance/properties/inner/port", "must be a whole number, it is a string"));
    }

    @Test
    void anAdapterThatDoesNotSayIsLeftOutAndTakesNothingWithIt() {
        var broken = schema("{\"properties\": {\"a\": {\"pattern\": \"(\"}}}");
        var validation = with(Map.of("process", new FakeProvider(), "broken", broken));

        var document = validation.schema();

        assertThat(refuses(document, """
                {"instance": {"provider": "broken", "properties": {"a": 1}}}""")).isFalse();
        assertThat(refuses(document, """
                {"instance": {"provider": "process", "properties": {"a": 1}}}""")).isTrue();
    }

    @Test
    void anAdapterThatChangesItsMindIsHeard() {
        var changing = new FakeProvider() {
            private boolean asked;

            @Override
            public JsonNode schema() {
                boolean first = !asked;
                asked = true;
                return first ? super.schema() : json("{\"required\": [\"ip\"]}");
            }
        };
        var validation = with(Map.of("process", changing));
        assertThat(validation.schema().toString()).contains("password");

        assertThat(validation.schema().toString()).doesNotContain("password").contains("\"ip\"");
    }

    /** What the schema refuses is refused, and nothing else is refused by what the schema could have said. */
    @Test
    void whatDroverRefusesForItsFormTheSchemaAloneRefusesToo() throws IOException {
        var validation = FakeAdapters.validation();
        var document = validation.schema();
        List<String> formal = List.of("unknown field", "is missing", "a string", "a list", "must be one of '");
        for (var bad : BadSpecsTest.badSpecs().toList()) {
            boolean hasForm = Stream.of(bad.violations().split("\n"))
                    .anyMatch(it -> formal.stream().anyMatch(it::contains));
            if (hasForm) {
                assertThat(refuses(
                                document,
                                YAMLMapper.shared().readTree(bad.yaml()).toString()))
                        .as(bad.title())
                        .isTrue();
            }
        }
    }

    private static boolean refuses(JsonNode document, String spec) {
        return !REGISTRY.getSchema(document).validate(json(spec)).isEmpty();
    }

    private static FakeProvider schema(String text) {
        return new FakeProvider() {
            @Override
            public JsonNode schema() {
                return json(text);
            }

            @Override
            public List<Violation> validate(JsonNode properties) {
                return List.of();
            }
        };
    }

    private static SpecValidation with(Map<String, InstanceProvider> providers) {
        return new SpecValidation(
                FakeAdapters.providers(providers),
                new Flavors(Map.of("vanilla", new FakeFlavor())),
                true,
                List::of,
                Duration.ofSeconds(20));
    }
}
