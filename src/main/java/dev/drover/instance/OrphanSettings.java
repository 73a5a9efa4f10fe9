package dev.drover.instance;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * What becomes of machines with our owner label that nobody knows anything of.
 *
 * @param after they are destroyed when they have been there for so long, at least one second; null leaves them alone for ever
 */
@Validated
@ConfigurationProperties("drover.orphans")
public record OrphanSettings(
        @Nullable @DurationMin(seconds = 1) Duration after) {}
