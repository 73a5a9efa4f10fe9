package dev.drover.work;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How replicas notice that one of them has died. All replicas of one database must have the same.
 *
 * @param heartbeat how often a replica says that it lives; four missed ones, and others take over what it ran
 */
@Validated
@ConfigurationProperties("drover.work")
record WorkSettings(
        @NotNull @DurationMin(millis = 200) @DefaultValue("3s")
        Duration heartbeat) {}
