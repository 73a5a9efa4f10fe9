package dev.drover.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The first minutes of what {@code -Pchaos} plays for an hour, always with the same seeds. */
class ChaosTests {
    private static final long SEED = 1;

    @Test
    void nothingIsLostAndNothingMadeTwiceWhateverDies() throws Exception {
        int findings = Chaos.run(Path.of("target", "chaos-test").toAbsolutePath(), Duration.ofMinutes(3), SEED);

        assertThat(findings)
                .as("what was found is in the output, and in target/chaos-test")
                .isZero();
    }
}
