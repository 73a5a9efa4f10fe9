package dev.drover.group;

import static dev.drover.group.FakeAdapters.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.spec.Durations;
import dev.drover.spec.GroupName;
import dev.drover.spec.SpecReader;
import dev.drover.spec.SpecWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The schema says the same as the code does. */
class GroupSchemaTest {
    private static final JsonNode SCHEMA = GroupSchema.document();

    @Test
    void itsPatternsAreThoseOfTheCode() {
        assertThat(SCHEMA.at("/$defs/duration/pattern").stringValue()).isEqualTo(Durations.PATTERN);
        assertThat(SCHEMA.at("/properties/name/pattern").stringValue()).isEqualTo("^" + GroupName.PATTERN + "$");
    }

    @Test
    void itsDefaultsAreThoseOfTheReader() {
        var read = SpecWriter.write(SpecReader.read(json("""
                {"name": "web", "instance": {"provider": "process"}, "health": {"http": {"port": 80}}}
                """)));

        List<String> compared = new ArrayList<>();
        fields((pointer, field) -> {
            JsonNode value = read.at(pointer);
            if (field.has("default") && !value.isMissingNode() && !value.isObject()) {
                assertThat(field.path("default")).as(pointer).isEqualTo(value);
                compared.add(pointer);
            }
        });

        assertThat(compared)
                .contains(
                        "/health/timeout",
                        "/health/http/path",
                        "/repair/retryEvery",
                        "/allocation/max",
                        "/update/canary/bake")
                .hasSize(27);
    }

    @Test
    void everyDurationIsChecked() {
        List<String> durations = new ArrayList<>();
        fields((pointer, field) -> {
            if (field.path("$ref").asString("").equals("#/$defs/duration")) {
                durations.add(pointer);
            }
        });

        assertThat(durations)
                .containsExactlyInAnyOrderElementsOf(Stream.concat(TimeRules.ANY.stream(), TimeRules.POSITIVE.stream())
                        .toList());
    }

    @Test
    void everyFieldIsDescribedForPeopleAndNothingElseIsAllowed() {
        fields((pointer, field) -> {
            assertThat(field.propertyNames()).as(pointer).contains("title", "description");
            assertThat(field.has("examples")
                            || SCHEMA.at(field.path("$ref").asString("#").substring(1))
                                    .has("examples"))
                    .as(pointer)
                    .isTrue();
            if (field.has("properties")) {
                assertThat(field.path("additionalProperties").isBoolean())
                        .as(pointer)
                        .isTrue();
            }
        });
        assertThat(SCHEMA.path("additionalProperties").asBoolean(true)).isFalse();
    }

    @Test
    void itsExampleIsValid() {
        assertThat(FakeAdapters.validation()
                        .validate(SCHEMA.at("/examples/0"), null, null)
                        .violations())
                .extracting("pointer")
                .containsExactly("/instance/properties/command/0");
    }

    private static void fields(BiConsumer<String, JsonNode> visitor) {
        fields("", SCHEMA, visitor);
    }

    private static void fields(String pointer, JsonNode schema, BiConsumer<String, JsonNode> visitor) {
        schema.path("properties").forEachEntry((name, field) -> {
            visitor.accept(pointer + "/" + name, field);
            fields(pointer + "/" + name, field, visitor);
        });
    }
}
