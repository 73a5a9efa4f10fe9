package dev.drover.provider.infrakit;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How InfraKit's plugins are found, and called where nothing else is said of one.
 *
 * @param plugins the plugin directory; null: that of InfraKit's own variables, or none
 * @param lookEvery how often the directory is looked through
 * @param createTimeout after this a create is not waited for any longer. Longer than the 15 s of InfraKit's own client
 * @param consistencyWindow how long a plugin's listing may lag behind what it has made and destroyed
 * @param callTimeout how long any other call may take
 * @param observeEvery how often a plugin is listed
 * @param sslBundle the {@code spring.ssl.bundle} with which plugins behind {@code https://} are called; null: what Java trusts
 * @param permits how many calls of one plugin a replica makes at once
 */
@Validated
@ConfigurationProperties("drover.infrakit")
record InfrakitSettings(
        @Nullable String plugins,
        @DefaultValue("2s") @DurationMin(millis = 50) Duration lookEvery,
        @DefaultValue("60s") @DurationMin(seconds = 6) Duration createTimeout,
        @DefaultValue("30s") Duration consistencyWindow,
        @DefaultValue("15s") @DurationMin(millis = 50) Duration callTimeout,
        @DefaultValue("10s") @DurationMin(millis = 50) Duration observeEvery,
        @Nullable String sslBundle,
        @DefaultValue("64") @Min(1) int permits) {
    PluginSettings ofPlugins() {
        return new PluginSettings(createTimeout, consistencyWindow, callTimeout, permits);
    }
}
