package dev.drover.group;

import dev.drover.body.Shown;
import dev.drover.provider.Findings;
import dev.drover.spec.Durations;
import dev.drover.spec.HealthPolicy;
import java.util.List;
import java.util.stream.Collectors;

/**
 * At most one probe, and one that can be carried out here.
 *
 * @param commands whether commands may be run on Drover's host
 */
record HealthRules(boolean commands) implements Rule {
    private static final String COMMAND = "/health/command";
    private static final String TIMEOUT = "/health/timeout";

    @Override
    public void check(Declaration spec, Findings findings) {
        var probes = List.of("http", "tcp", "command").stream()
                .filter(probe -> spec.has("/health/" + probe))
                .toList();
        if (probes.size() > 1) {
            findings.add(
                    "/health",
                    "has more than one probe, %s: keep one"
                            .formatted(probes.stream().map(Shown::text).collect(Collectors.joining(" and "))));
        }
        spec.duration(TIMEOUT, HealthPolicy.DEFAULT_TIMEOUT)
                .filter(timeout -> timeout.compareTo(HealthPolicy.LONGEST_TIMEOUT) > 0)
                .ifPresent(timeout -> findings.add(
                        TIMEOUT,
                        "must be at most %s, it is %s: a probe that hangs keeps others waiting"
                                .formatted(Durations.format(HealthPolicy.LONGEST_TIMEOUT), Durations.format(timeout))));
        command(spec, findings);
    }

    private void command(Declaration spec, Findings findings) {
        if (!commands && spec.has(COMMAND)) {
            findings.add(
                    COMMAND,
                    "this Drover runs no commands for probes (drover.health.commands is false): use 'http' or 'tcp'");
            return;
        }
        spec.string(COMMAND + "/0")
                .filter(String::isBlank)
                .ifPresent(blank -> findings.add(COMMAND + "/0", "must be the program to run"));
    }
}
