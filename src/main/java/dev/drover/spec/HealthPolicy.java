package dev.drover.spec;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How members are probed.
 *
 * @param check what a probe does; null if nothing is probed
 * @param startup how long a new member may take until it is healthy, counted from when it was bound
 * @param interval time between two probes of one member
 * @param timeout a probe that takes longer failed; at most {@link #LONGEST_TIMEOUT} in specs that are declared now
 * @param healthyAfter so many good answers in a row make a member healthy, at least 1
 * @param unhealthyAfter so many bad answers in a row make a member unhealthy, at least 1
 */
public record HealthPolicy(
        @Nullable Check check,
        Duration startup,
        Duration interval,
        Duration timeout,
        int healthyAfter,
        int unhealthyAfter) {
    public static final Duration DEFAULT_STARTUP = Duration.ofMinutes(10);
    public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(10);
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(2);
    /** A probe that hangs keeps its group's next round waiting. */
    public static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(60);

    public static final int DEFAULT_HEALTHY_AFTER = 1;
    public static final int DEFAULT_UNHEALTHY_AFTER = 3;

    /** Of a group that declares none, and whose flavor has a say. */
    public static final HealthPolicy DEFAULT = new HealthPolicy(
            null, DEFAULT_STARTUP, DEFAULT_INTERVAL, DEFAULT_TIMEOUT, DEFAULT_HEALTHY_AFTER, DEFAULT_UNHEALTHY_AFTER);

    /** Whether there is a probe; without one only provider and flavor judge. */
    public boolean probes() {
        return check != null;
    }

    /** What one probe does. */
    public sealed interface Check permits Http, Tcp, Command {}

    /**
     * A GET that must answer 2xx or 3xx. Redirects are not followed.
     *
     * @param path a template
     */
    public record Http(Port port, String path) implements Check {
        public static final String DEFAULT_PATH = "/";
    }

    /** A connection that must be accepted. */
    public record Tcp(Port port) implements Check {}

    /**
     * A command on Drover's host that must exit 0.
     *
     * @param words the program and its arguments, as templates; at least one
     */
    public record Command(List<String> words) implements Check {
        public Command {
            words = List.copyOf(words);
        }
    }

    /** A port number, or the name of one of the member's ports. */
    public sealed interface Port {
        record Fixed(int value) implements Port {}

        record Named(String name) implements Port {}
    }
}
