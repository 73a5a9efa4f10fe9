package dev.drover.group;

import dev.drover.provider.Findings;
import dev.drover.spec.Durations;
import dev.drover.spec.HealthPolicy;
import java.time.Duration;
import java.util.List;

/** Durations, which are no more than text to the schema: what is wrong with one is better said here. */
record TimeRules() implements Rule {
    static final Duration DEFAULT_MIN_READY = Duration.ofSeconds(10);
    private static final String PROGRESS_DEADLINE = "/update/progressDeadline";

    static final List<String> POSITIVE =
            List.of("/health/interval", "/health/timeout", "/repair/retryEvery", "/repair/breaker/window");
    static final List<String> ANY =
            List.of("/health/startup", "/update/minReady", PROGRESS_DEADLINE, "/update/canary/bake", "/drain/timeout");

    @Override
    public void check(Declaration spec, Findings findings) {
        ANY.forEach(pointer -> readable(spec, pointer, findings));
        for (String pointer : POSITIVE) {
            readable(spec, pointer, findings);
            spec.duration(pointer, Durations.MAX)
                    .filter(Duration::isZero)
                    .ifPresent(zero -> findings.add(pointer, "must be more than 0s"));
        }
        progressDeadline(spec, findings);
    }

    private static void readable(Declaration spec, String pointer, Findings findings) {
        spec.string(pointer).ifPresent(text -> {
            try {
                Durations.parse(text);
            } catch (IllegalArgumentException e) {
                findings.add(pointer, String.valueOf(e.getMessage()));
            }
        });
    }

    private static void progressDeadline(Declaration spec, Findings findings) {
        var deadline = spec.duration(PROGRESS_DEADLINE, Durations.MAX);
        var startup = spec.duration("/health/startup", HealthPolicy.DEFAULT_STARTUP);
        var minReady = spec.duration("/update/minReady", DEFAULT_MIN_READY);
        if (!spec.has(PROGRESS_DEADLINE) || deadline.isEmpty() || startup.isEmpty() || minReady.isEmpty()) {
            return;
        }
        var least = startup.get().plus(minReady.get());
        if (deadline.get().compareTo(least) <= 0) {
            findings.add(
                    PROGRESS_DEADLINE,
                    "must be more than startup and minReady together, which are %s, it is %s"
                            .formatted(Durations.format(least), Durations.format(deadline.get())));
        }
    }
}
