package dev.drover.provider.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InstanceTest {
    @Test
    void wordsThatTheDatabaseCannotHoldAreReplaced() {
        Instance instance =
                new Instance(new ProviderId("a"), null, Map.of(), Phase.STOPPED, List.of(), Map.of(), "exited 1\u0000");

        assertThat(instance.detail()).isEqualTo("exited 1\uFFFD");
    }
}
