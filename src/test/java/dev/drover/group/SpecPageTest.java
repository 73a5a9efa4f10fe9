package dev.drover.group;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.body.JsonKind;
import dev.drover.provider.Flavors;
import dev.drover.provider.combo.ComboFlavor;
import dev.drover.provider.process.ProcessProvider;
import dev.drover.provider.vanilla.VanillaFlavor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The pages about specs and properties tell of every key. */
class SpecPageTest {
    private static final Path PAGE = Path.of("docs/spec.md");
    private static final String BEGIN = "<!-- keys -->\n";
    private static final String END = "<!-- end of keys -->\n";
    private static final JsonNode SCHEMA = GroupSchema.document();

    /** After a change: {@code ./mvnw test -Dtest=SpecPageTest -Ddrover.docs.write=true}. */
    @Test
    void theTableOfKeysIsThatOfTheSchema() throws IOException {
        String page = Files.readString(PAGE);
        String before = page.substring(0, page.indexOf(BEGIN) + BEGIN.length());
        String after = page.substring(page.indexOf(END));
        String made = before + table() + after;
        if (Boolean.getBoolean("drover.docs.write")) {
            Files.writeString(PAGE, made);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(made);
    }

    @Test
    void everyPropertyOfAnAdapterIsOnItsPage() throws IOException {
        told(new ProcessProvider(Path.of("unused")).schema(), "docs/providers/process.md");
        told(new VanillaFlavor().schema(), "docs/flavors/vanilla.md");
        told(new ComboFlavor(new Flavors(Map.of("vanilla", new VanillaFlavor()))).schema(), "docs/flavors/combo.md");
    }

    /** Each has a row of its own that shows its default. */
    private static void told(JsonNode schema, String page) throws IOException {
        List<String> rows = Files.readString(Path.of(page))
                .lines()
                .filter(line -> line.startsWith("| `"))
                .toList();
        assertThat(schema.path("properties").propertyNames()).isNotEmpty();
        schema.path("properties").forEachEntry((name, property) -> {
            assertThat(rows).as("%s in %s", name, page).anyMatch(row -> row.startsWith("| `" + name + "` |"));
            assertThat(property.propertyNames()).as(name).contains("title", "description", "examples");
            if (property.has("default")) {
                String shown = property.path("default")
                        .asString(property.path("default").toString());
                assertThat(rows)
                        .as("the default of %s in %s", name, page)
                        .anyMatch(row -> row.startsWith("| `" + name + "` |") && row.contains("| `" + shown + "` |"));
            }
        });
    }

    private static String table() {
        List<String> rows = new ArrayList<>(List.of("| Key | Type | Default | | Since |", "|---|---|---|---|---|"));
        rows(SCHEMA, "", rows);
        return rows.stream().map(row -> row + "\n").collect(Collectors.joining("", "\n", "\n"));
    }

    private static void rows(JsonNode schema, String above, List<String> rows) {
        schema.path("properties").forEachEntry((name, field) -> {
            String key = above + name;
            rows.add("| `%s` | %s | %s | %s | %s |"
                    .formatted(
                            key,
                            type(field),
                            field.has("default") ? "`" + shown(field.path("default")) + "`" : "",
                            field.path("description").asString(),
                            "0.1"));
            rows(field, key + ".", rows);
        });
    }

    private static String type(JsonNode field) {
        if (field.has("$ref")) {
            String reference = field.path("$ref").asString();
            return reference.substring(reference.lastIndexOf('/') + 1);
        }
        if (field.has("enum")) {
            return field.path("enum")
                    .valueStream()
                    .map(value -> "`" + value.asString() + "`")
                    .collect(Collectors.joining(", "));
        }
        String type = field.path("type").asString();
        return type.equals("array")
                ? "list of strings"
                : JsonKind.ofSchema(type).words().replaceFirst("^an? ", "");
    }

    private static String shown(JsonNode value) {
        return value.isString() ? value.asString() : value.toString();
    }
}
