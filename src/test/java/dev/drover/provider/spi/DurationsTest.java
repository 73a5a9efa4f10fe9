package dev.drover.provider.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "10s, PT10S",
        "1h30m, PT1H30M",
        "500ms, PT0.5S",
        "2d, PT48H",
        "PT1M, PT1M",
        "0s, PT0S",
        "1m500ms, PT60.5S"
    })
    void theShortFormAndIsoAreRead(String text, Duration expected) {
        assertThat(Durations.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "s", "10 s", "-1s", "PT-1S", "1x", "1.5s", "9999999999999s"})
    void anythingElseIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Durations.parse(text));
    }

    @Test
    void theMessageSaysWhatIsExpected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Durations.parse("soon"))
                .withMessageContainingAll("10s", "1h30m", "soon");
    }
}
