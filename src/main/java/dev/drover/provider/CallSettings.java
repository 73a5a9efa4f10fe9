package dev.drover.provider;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long calls of providers and flavors may take.
 *
 * @param timeout of a drain, a label or a destroy, after which it counts as unknown; a create has its provider's own limit. It
 *     exceeds the five seconds within which a claimed call is sent
 */
@Validated
@ConfigurationProperties("drover.calls")
public record CallSettings(
        @NotNull @DurationMin(seconds = 6) @DefaultValue("60s")
        Duration timeout) {}
