package dev.drover.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class ProviderSettingsTest {
    @Test
    void anEnvironmentVariableAddsAProvider() {
        MutablePropertySources sources = new MutablePropertySources();
        sources.addLast(new SystemEnvironmentPropertySource(
                "systemEnvironment",
                Map.of(
                        "DROVER_PROVIDERS_CLOUD_TYPE", "simulator",
                        "DROVER_PROVIDERS_CLOUD_SETTINGS_MEANLIFETIME", "10m")));
        sources.addLast(new MapPropertySource("application.yaml", Map.of("drover.providers.process.type", "process")));

        var settings = new Binder(ConfigurationPropertySources.from(sources))
                .bind("drover", ProviderConfiguration.Settings.class)
                .get();

        assertThat(settings.providers()).containsOnlyKeys("cloud", "process");
        assertThat(settings.providers()).hasEntrySatisfying("cloud", cloud -> {
            assertThat(cloud.type()).isEqualTo("simulator");
            assertThat(cloud.settings()).containsExactly(Map.entry("meanlifetime", "10m"));
        });
    }
}
