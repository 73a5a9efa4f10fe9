package dev.drover.plan;

import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.ProviderFailure;
import java.time.Duration;
import java.time.Instant;

/** What answers write, with the guards of the service's statements: late ones of another attempt are duplicates. */
final class Outcomes {
    private final Store store;

    Outcomes(Store store) {
        this.store = store;
    }

    void provisioned(ActionRow action, int attempt, Instance instance, Instant now) {
        if (accepts(action, attempt)) {
            done(action, now);
            if (action.member.unended() && !action.member.isBound()) {
                action.member.bind(instance, now);
            }
            store.failures.clear();
        }
        store.wake = true;
    }

    void destroyed(ActionRow action, int attempt, Instant now) {
        if (accepts(action, attempt)) {
            done(action, now);
        }
        store.wake = true;
    }

    void drained(ActionRow action, int attempt, boolean drained, Instant now) {
        if (drained && accepts(action, attempt)) {
            done(action, now);
        } else if (action.is(Call.State.CALLED) && action.attempts == attempt) {
            action.close(Call.State.PLANNED, now);
            action.notBefore = now.plusSeconds(1);
        }
        store.wake = true;
    }

    void labelled(ActionRow action, int attempt, long generation, Instant now) {
        if (accepts(action, attempt)) {
            done(action, now);
            action.member.labelled = generation;
        }
        store.wake = true;
    }

    void unlabelled(ActionRow action, int attempt, Instant now) {
        if (action.attempts == attempt && action.is(Call.State.CALLED)) {
            done(action, now);
        }
    }

    /** No pass plans it again. */
    void unlabelAgain(ActionRow action, int attempt, Instant now) {
        if (action.attempts == attempt && action.is(Call.State.CALLED)) {
            action.close(Call.State.PLANNED, now);
            action.notBefore = now.plusSeconds(10);
        }
    }

    private static void done(ActionRow action, Instant now) {
        action.close(Call.State.DONE, now);
        action.accepted = true;
    }

    void failed(ActionRow action, int attempt, ProviderFailure.Kind kind, double jitter, Instant now) {
        if (accepts(action, attempt)) {
            action.close(Call.State.FAILED, now);
            if (action.create) {
                failedCreate(action, kind, jitter, now);
            }
        }
        if (kind == ProviderFailure.Kind.THROTTLED) {
            Instant until = now.plus(Duration.ofSeconds(10));
            store.throttledUntil =
                    store.throttledUntil == null || until.isAfter(store.throttledUntil) ? until : store.throttledUntil;
        }
        store.wake = true;
    }

    private void failedCreate(ActionRow action, ProviderFailure.Kind kind, double jitter, Instant now) {
        store.failures.merge(
                kind,
                new CreateFailures(kind, 1, now, now, jitter, "no"),
                (before, first) -> new CreateFailures(
                        kind,
                        before.rounds()
                                + (action.calledAt != null && before.last().isBefore(action.calledAt) ? 1 : 0),
                        before.since(),
                        now,
                        jitter,
                        "no"));
    }

    void unknown(ActionRow action, int attempt, Instant now) {
        if (action.is(Call.State.CALLED) && action.attempts == attempt) {
            action.close(Call.State.UNKNOWN, now);
            action.doubt = true;
        }
        store.wake = true;
    }

    private static boolean accepts(ActionRow action, int attempt) {
        return action.attempts == attempt && action.is(Call.State.CALLED, Call.State.UNKNOWN);
    }
}
