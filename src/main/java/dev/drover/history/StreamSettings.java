package dev.drover.history;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The stream of events. One that does not read is cut when nothing could be written to it for {@code
 * server.tomcat.connection-timeout}.
 *
 * @param readers how many may follow the stream at a time, on this replica: 1 to 10,000
 * @param heartbeat after how long without an event its reader is told where it stands: 100 ms to 1 hour
 * @param look how often it is looked whether something happened, while anybody follows: 10 ms to 10 s
 */
@Validated
@ConfigurationProperties("drover.stream")
record StreamSettings(
        @DefaultValue("1000") @Min(1) @Max(10_000) int readers,

        @DefaultValue("15s") @DurationMin(millis = 100) @DurationMax(hours = 1)
        Duration heartbeat,

        @DefaultValue("250ms") @DurationMin(millis = 10) @DurationMax(seconds = 10)
        Duration look) {}
