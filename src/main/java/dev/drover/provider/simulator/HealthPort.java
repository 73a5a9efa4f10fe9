package dev.drover.provider.simulator;

import java.util.Map;
import java.util.OptionalInt;
import org.springframework.core.env.Environment;

/**
 * Where instances answer their health check: at Drover itself.
 *
 * @param configured empty: the port that this server listens on
 */
record HealthPort(OptionalInt configured, Environment environment) {
    static final String NAME = "health";

    /** Empty while the server does not listen on a port of its own choice yet. */
    Map<String, Integer> ports() {
        int port = configured.orElseGet(this::own);
        return port > 0 ? Map.of(NAME, port) : Map.of();
    }

    private int own() {
        int declared = environment.getProperty("server.port", Integer.class, 0);
        return environment.getProperty("local.server.port", Integer.class, declared);
    }
}
