package dev.drover.provider.infrakit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.infrakit.PluginClient;
import dev.drover.infrakit.PluginDirectory;
import dev.drover.infrakit.PluginName;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.provider.spi.ProviderSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PluginSettingsTest {
    private final PluginClient client = new PluginClient();
    private final Remotes remotes =
            new Remotes(Optional.of(new PluginDirectory(Path.of("/plugins"))), client, PluginFixture.SETTINGS);

    @Test
    void whatIsNotSaidIsAsForAllPlugins() {
        Remote remote = remotes.configured(given(Map.of("plugin", "aws/ec2", "create-timeout", "5m")));

        assertThat(remote.name()).isEqualTo(new PluginName("aws", "ec2"));
        assertThat(remote.plugins().directory().path()).isEqualTo(Path.of("/plugins"));
        assertThat(remote.settings().createTimeout()).isEqualTo(Duration.ofMinutes(5));
        assertThat(remote.settings().callTimeout()).isEqualTo(PluginFixture.SETTINGS.callTimeout());
        assertThat(remotes.configured(given(Map.of("plugin", "aws", "plugins", "/others")))
                        .plugins()
                        .directory()
                        .path())
                .isEqualTo(Path.of("/others"));
    }

    @ParameterizedTest
    @CsvSource({
        "plugin, '', must name the plugin",
        "create-timeout, 1s, create-timeout must be at least 6s",
        "call-timeout, soon, 'call-timeout must be a duration like 30s, it is ''soon'''",
        "consistency-window, -5s, 'consistency-window must not be negative, it is ''-5s'''",
        "colour, red, 'there is no setting [colour]'"
    })
    void whatIsImpossibleIsSaidInASentence(String key, String value, String sentence) {
        Map<String, String> settings = key.equals("plugin") ? Map.of() : Map.of("plugin", "aws", key, value);

        assertThatThrownBy(() -> remotes.configured(given(settings)))
                .isInstanceOfSatisfying(
                        ProviderFailure.class, it -> assertThat(it.kind()).isEqualTo(ProviderFailure.Kind.REJECTED))
                .hasMessageContaining(sentence);
    }

    private static ProviderSettings given(Map<String, String> settings) {
        return new ProviderSettings("mine", Path.of("state"), settings);
    }
}
