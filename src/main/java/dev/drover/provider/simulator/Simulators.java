package dev.drover.provider.simulator;

import dev.drover.body.Shown;
import dev.drover.provider.Suggestion;
import dev.drover.web.Problem;
import dev.drover.web.ProblemType;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.springframework.stereotype.Component;

/** The simulated clouds of this replica, by the names of their providers. */
@Component
class Simulators {
    private final SortedMap<String, World> byName = new ConcurrentSkipListMap<>();

    void add(World world) {
        byName.put(world.cloud().name(), world);
    }

    /** @throws Problem if there is no simulator of this name */
    World named(String name) {
        World world = byName.get(name);
        if (world == null) {
            throw new Problem(
                    ProblemType.NOT_FOUND, "no simulator " + Shown.text(name) + " is configured here; " + others(name));
        }
        return world;
    }

    private String others(String name) {
        return byName.isEmpty()
                ? "none is: the environment variable DROVER_PROVIDERS_CLOUD_TYPE=simulator adds one of the name 'cloud'"
                : "configured are " + String.join(", ", byName.keySet()) + Suggestion.sentence(name, byName.keySet());
    }
}
