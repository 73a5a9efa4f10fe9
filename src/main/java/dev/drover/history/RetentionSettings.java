package dev.drover.history;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long Drover remembers. Declarations, revisions, calls made by hand, and the tokens of members that
 * ended are kept for ever.
 *
 * @param history how long events, and members that ended with their actions, are kept: 1 day to 100 years
 */
@Validated
@ConfigurationProperties("drover.retention")
public record RetentionSettings(
        @DefaultValue("90d") @DurationMin(days = 1) @DurationMax(days = RetentionSettings.MOST_DAYS)
        Duration history) {
    public static final int MOST_DAYS = 36_500;
}
