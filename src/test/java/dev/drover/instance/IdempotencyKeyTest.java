package dev.drover.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.web.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyKeyTest {
    @Test
    void aKeyIsPrintableAscii() {
        assertThat(IdempotencyKey.checked("~ a key, 'quoted' ~")).isEqualTo("~ a key, 'quoted' ~");
        assertThat(IdempotencyKey.checked(null)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\u00e4", "a\tb", "a\u007f", "a\u0000", "a\n"})
    void anythingElseIsRefused(String odd) {
        assertThatThrownBy(() -> IdempotencyKey.checked(odd))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("printable ASCII");
    }
}
