package dev.drover.group;

import dev.drover.body.Shown;
import dev.drover.provider.Findings;
import dev.drover.provider.Suggestion;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * A probe's port, where it is named, is one of the instance's.
 *
 * @param ports the instance's ports; empty if the provider chooses them itself, and nothing can be said
 */
record PortRules(Map<String, Integer> ports) implements Rule {
    @Override
    public void check(Declaration spec, Findings findings) {
        for (String pointer : List.of("/health/http/port", "/health/tcp/port")) {
            spec.string(pointer)
                    .filter(name -> !ports.isEmpty() && !ports.containsKey(name))
                    .ifPresent(name -> findings.add(
                            pointer,
                            "must be one of the instance's ports, %s, it is %s%s"
                                    .formatted(
                                            String.join(", ", new TreeSet<>(ports.keySet())),
                                            Shown.text(name),
                                            Suggestion.sentence(name, ports.keySet()))));
        }
    }
}
