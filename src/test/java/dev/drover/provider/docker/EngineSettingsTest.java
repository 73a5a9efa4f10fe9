package dev.drover.provider.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.provider.spi.ProviderFailure;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can be said of an engine in Drover's configuration. */
class EngineSettingsTest {
    @Test
    void withoutAnySettingItIsTheSocketOfThisHost() {
        EngineSettings settings = EngineSettings.of(Map.of());

        assertThat(settings.host()).hasToString("unix:///var/run/docker.sock");
        assertThat(settings.isLocal()).isTrue();
        assertThat(settings.address()).isEqualTo("127.0.0.1");
        assertThat(settings.listen()).isEqualTo("127.0.0.1");
        assertThat(settings.createTimeout()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void anEngineElsewherePublishesPortsToOthersAndIsReachedByItsName() {
        EngineSettings settings = EngineSettings.of(Map.of("host", "tcp://docker.example.org:2376"));

        assertThat(settings.isLocal()).isFalse();
        assertThat(settings.address()).isEqualTo("docker.example.org");
        assertThat(settings.listen()).isEqualTo("0.0.0.0");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    host           | docker.example.org       | host must be like unix:///var/run/docker.sock or tcp://host:2376
                    host           | tcp://docker.example.org | host must be like unix:///var/run/docker.sock or tcp://host:2376
                    host           | http://h:2375            | host must be like unix:///var/run/docker.sock or tcp://host:2376
                    certificates   | /nowhere                 | certificates are for an engine at tcp://host:port
                    create-timeout | soon                     | create-timeout must be a duration like 5m
                    create-timeout | 5s                       | create-timeout must be at least 6s
                    hots           | unix:///x                | there is no setting [hots], there are [address, certificates, create-timeout, host]
                    """)
    void whatIsImpossibleIsRefusedInWords(String key, String value, String words) {
        assertThatThrownBy(() -> EngineSettings.of(Map.of(key, value)))
                .isInstanceOf(ProviderFailure.class)
                .hasMessageStartingWith(words);
    }
}
