package dev.drover.application;

import static dev.drover.application.Groups.eventually;
import static dev.drover.application.Groups.newName;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;

@ApplicationTest
class CommandProbeFlowTests {
    @Autowired
    Groups groups;

    @TempDir
    Path directory = Path.of("unset");

    private final String name = newName();

    @Test
    void aMemberIsAsHealthyAsItsCommandSays() throws IOException {
        Path up = Files.createFile(directory.resolve(name));
        groups.put(name, """
                {"allocation": {"size": 1}, "instance": {"provider": "fake", "properties": {"image": "good"}},
                 "health": {"command": ["test", "-f", "%s/{{group.name}}"], "interval": "1s", "unhealthyAfter": 1},
                 "repair": {"unhealthy": "report"}}
                """.formatted(directory)).expect(201);
        assertThat(groups.get("/v1/groups/" + name).expect(200).text("/spec/health/command/0"))
                .isEqualTo("test");
        groups.converge(name);

        Files.delete(up);
        eventually().untilAsserted(() -> {
            groups.step(Duration.ofSeconds(1));
            assertThat(groups.events(name))
                    .anyMatch(it -> it.startsWith("HealthChanged") && it.endsWith("is unhealthy: test exited 1"));
        });

        groups.remove(name);
    }
}
