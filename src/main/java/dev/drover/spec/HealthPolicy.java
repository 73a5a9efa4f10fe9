package dev.drover.spec;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How members are probed. At most one of {@code http} and {@code tcp} is set.
 *
 * @param startup how long a new member may take until it is healthy, counted from when it was bound
 * @param interval time between two probes of one member
 * @param timeout a probe that takes longer failed
 * @param healthyAfter so many good answers in a row make a member healthy, at least 1
 * @param unhealthyAfter so many bad answers in a row make a member unhealthy, at least 1
 */
public record HealthPolicy(
        @Nullable Http http,
        @Nullable Tcp tcp,
        Duration startup,
        Duration interval,
        Duration timeout,
        int healthyAfter,
        int unhealthyAfter) {
    public static final Duration DEFAULT_STARTUP = Duration.ofMinutes(10);
    public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(10);
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(2);
    public static final int DEFAULT_HEALTHY_AFTER = 1;
    public static final int DEFAULT_UNHEALTHY_AFTER = 3;

    /** Whether anything is probed at all; without a probe only {@code startup} matters. */
    public boolean probes() {
        return http != null || tcp != null;
    }

    /** A GET that must answer 2xx or 3xx. Redirects are not followed. */
    public record Http(Port port, String path) {
        public static final String DEFAULT_PATH = "/";
    }

    /** A connection that must be accepted. */
    public record Tcp(Port port) {}

    /** A port number, or the name of one of the member's ports. */
    public sealed interface Port {
        record Fixed(int value) implements Port {}

        record Named(String name) implements Port {}
    }
}
