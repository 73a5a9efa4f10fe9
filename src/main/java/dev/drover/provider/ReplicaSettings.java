package dev.drover.provider;

import jakarta.validation.constraints.AssertTrue;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What replicas know of each other. It is the same on all of them.
 *
 * @param saysEvery how often each says that it lives, and what it has configured: 100 ms to 1 minute
 * @param deadAfter one that has said nothing for so long counts as dead, and a host whose only one it was as away: at least three
 *     times as long, at most 1 hour
 */
@Validated
@ConfigurationProperties("drover.replicas")
record ReplicaSettings(
        @DefaultValue("3s") @DurationMin(millis = 100) @DurationMax(minutes = 1)
        Duration saysEvery,

        @DefaultValue("15s") @DurationMax(hours = 1) Duration deadAfter) {

    @AssertTrue(
            message = "must be at least three times drover.replicas.says-every, or a pause for breath would be a death")
    boolean isDeadAfterSeveral() {
        return deadAfter.compareTo(saysEvery.multipliedBy(3)) >= 0;
    }
}
