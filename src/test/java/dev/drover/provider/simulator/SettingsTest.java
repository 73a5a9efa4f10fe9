package dev.drover.provider.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.provider.spi.ProviderFailure;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

class SettingsTest {
    @Test
    void withoutSettingsEverythingIsAtItsDefault() {
        Settings settings = Settings.of(Map.of());

        assertThat(settings.seed()).isEqualTo(1);
        assertThat(settings.knobs()).isEqualTo(Knobs.DEFAULTS);
        assertThat(settings.capabilities().idempotentCreate()).isTrue();
        assertThat(settings.capabilities().consistencyWindow()).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.healthPort()).isEmpty();
    }

    @Test
    void namesMayBeWrittenAsEnvironmentVariablesAndYamlWriteThem() {
        Settings settings = Settings.of(Map.of(
                "createlatency",
                "2s",
                "mean-lifetime",
                "1h30m",
                "RETRYABLE_SHARE",
                "0.5%",
                "idempotentCreate",
                "false"));

        assertThat(settings.knobs().duration(Knob.CREATE_LATENCY)).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.knobs().duration(Knob.MEAN_LIFETIME)).isEqualTo(Duration.ofMinutes(90));
        assertThat(settings.knobs().share(Knob.RETRYABLE_SHARE)).isEqualTo(0.005);
        assertThat(settings.capabilities().idempotentCreate()).isFalse();
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() {
        refused(Map.of("capacity", "many", "meanLifetime", "soon", "sede", "5", "honest", "perhaps"))
                .hasMessageContaining("capacity must be a whole number")
                .hasMessageContaining("meanLifetime must be a duration")
                .hasMessageContaining("did you mean 'seed'?")
                .hasMessageContaining("honest must be");
    }

    @Test
    void aCloudCannotPromiseFresherListingsThanItHasUnlessItIsDishonest() {
        refused(Map.of("listingLag", "3s")).hasMessageContaining("listingLag must be at most 2s, it is 3s");
        Settings.of(Map.of("listingLag", "3s", "consistencyWindow", "3s"));
        Settings.of(Map.of("listingLag", "3s", "honest", "false"));
    }

    @Test
    void rulesBetweenKnobs() {
        refused(Map.of("retryableShare", "60%", "rejectedShare", "41%")).hasMessageContaining("more than 100%");
        refused(Map.of("createTimeout", "0s")).hasMessageContaining("createTimeout must be longer than 0s");
        refused(Map.of("startDelay", "99999999d")).hasMessageContaining("a duration is at most");
        Settings.of(Map.of("retryableShare", "60%", "rejectedShare", "40%"));
    }

    @Test
    void theSchemaKnowsExactlyTheKnobs() {
        assertThat(Schemas.KNOBS.path("properties").propertyNames())
                .containsExactlyElementsOf(Knobs.DEFAULTS.written().keySet());
        Knobs.DEFAULTS
                .written()
                .forEach((name, value) -> assertThat(Schemas.KNOBS
                                .at("/properties/" + name + "/default")
                                .asString())
                        .as(name)
                        .isEqualTo(String.valueOf(value)));
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> refused(Map<String, String> settings) {
        return assertThatThrownBy(() -> Settings.of(settings)).isInstanceOf(ProviderFailure.class);
    }
}
