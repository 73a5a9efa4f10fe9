package dev.drover.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "10s, PT10S, 10s",
        "1h30m, PT1H30M, 1h30m",
        "90m, PT1H30M, 1h30m",
        "500ms, PT0.5S, 500ms",
        "5m, PT5M, 5m",
        "1d2h3m4s5ms, P1DT2H3M4.005S, 1d2h3m4s5ms",
        "0s, PT0S, 0s",
        "0h, PT0S, 0s",
        "PT1H30M, PT1H30M, 1h30m",
        "P1D, PT24H, 1d",
        "PT0.25S, PT0.25S, 250ms",
        "36500d, P36500D, 36500d",
    })
    void readsBothFormsAndWritesTheShortOne(String text, Duration duration, String written) {
        assertThat(Durations.parse(text)).isEqualTo(duration);
        assertThat(Durations.format(duration)).isEqualTo(written);
        assertThat(text).matches(Durations.PATTERN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "5", "s", "soon", "1.5h", "30m1h", "1h1h", "1h 30m", " 1h", "1H", "1w", "1h\n", "P", "PT", "P1DT",
                "P1W", "PT1H1D", "pt1h", "١h"
            })
    void refusesWhatIsNoDuration(String text) {
        assertThatThrownBy(() -> Durations.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "' is neither");
        assertThat(text).doesNotMatch(Durations.PATTERN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1s", "PT-1S", "-PT1S", "1h-30m"})
    void refusesWhatIsNegative(String text) {
        assertThatThrownBy(() -> Durations.parse(text))
                .hasMessage("a duration must not be negative, '" + text + "' is");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"36501d", "36500d1ms", "99999999999999999999d", "PT99999999999999999999S", "P9999999999999999D"})
    void refusesWhatIsLongerThanAHundredYears(String text) {
        assertThatThrownBy(() -> Durations.parse(text))
                .hasMessage("a duration is at most 36500d, '" + text + "' is longer");
    }

    @Test
    void refusesWhatIsFinerThanAMillisecond() {
        assertThatThrownBy(() -> Durations.parse("PT0.0001S"))
                .hasMessage("a duration is exact to the millisecond, 'PT0.0001S' is finer");
    }

    @Test
    void readsBackWhatItWrites() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            var duration = Duration.ofMillis(random.nextLong(1L << random.nextInt(1, 41)));
            assertThat(Durations.parse(Durations.format(duration)))
                    .as("seed %d", seed)
                    .isEqualTo(duration);
        }
    }
}
