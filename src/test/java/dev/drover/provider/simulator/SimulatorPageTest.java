package dev.drover.provider.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The page tells of every property, knob and setting, with its default. */
class SimulatorPageTest {
    @Test
    void nothingIsForgotten() throws IOException {
        List<String> rows = Files.readString(Path.of("docs/providers/simulator.md"))
                .lines()
                .filter(line -> line.startsWith("| `"))
                .toList();
        for (JsonNode schema : List.of(Schemas.PROPERTIES, Schemas.KNOBS, Schemas.SETTINGS)) {
            schema.path("properties").forEachEntry((name, described) -> {
                String shown = described.has("default")
                        ? " `" + described.path("default").asString() + "` "
                        : "";
                assertThat(rows).as(name).anyMatch(row -> row.startsWith("| `" + name + "` |" + shown));
            });
        }
    }
}
