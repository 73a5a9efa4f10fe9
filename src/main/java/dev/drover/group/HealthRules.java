package dev.drover.group;

import dev.drover.body.Shown;
import dev.drover.provider.Findings;
import java.util.List;
import java.util.stream.Collectors;

/** At most one probe. */
record HealthRules() implements Rule {
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
    }
}
