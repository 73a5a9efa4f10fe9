package dev.drover.instance;

import dev.drover.provider.ConfiguredProvider;
import dev.drover.provider.Throttling;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.spec.Durations;
import dev.drover.web.Problem;
import dev.drover.web.ProblemType;
import dev.drover.work.DatabaseClock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Makes a call by hand, as a call for a group is made: with a permit, after its row was committed, and cut at its deadline. */
@Component
class HandCalls {
    private static final Logger LOG = LoggerFactory.getLogger(HandCalls.class);
    private static final Duration PERMIT_WITHIN = Duration.ofSeconds(3);
    /** A call that is sent later than this after its row could outlive the deadline that others reckon with. */
    private static final Duration SEND_WITHIN = Duration.ofSeconds(5);
    /** How long a call that was cut may take to end. */
    private static final Duration GRACE = Duration.ofSeconds(1);
    /** For a provider that wants fewer calls, but does not say for how long. */
    private static final Duration THROTTLED = Duration.ofSeconds(10);

    private final HandJournal journal;
    private final Throttling throttling;
    private final DatabaseClock clock;

    HandCalls(HandJournal journal, Throttling throttling, DatabaseClock clock) {
        this.journal = journal;
        this.throttling = throttling;
        this.clock = clock;
    }

    /**
     * Writes the row, makes the call, and waits until it is closed.
     *
     * @param open writes the row in a transaction; empty if there is to be no call
     * @return the row as it is then; empty if there was none
     * @throws Problem if the provider is too busy
     */
    Optional<CallByHand> make(
            ConfiguredProvider provider,
            Duration timeout,
            Supplier<Optional<CallByHand>> open,
            Function<CallByHand, Outcome> effect) {
        takePermit(provider);
        Optional<CallByHand> opened = Optional.empty();
        long opening = System.nanoTime();
        try {
            opened = open.get();
        } finally {
            if (opened.isEmpty()) {
                provider.permits().release();
            }
        }
        return opened.map(call -> called(provider, call, timeout, () -> sent(opening, () -> effect.apply(call))));
    }

    private static void takePermit(ConfiguredProvider provider) {
        try {
            if (!provider.permits().tryAcquire(PERMIT_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new Problem(
                        ProblemType.PROVIDER_UNREACHABLE,
                        "the provider '%s' is busy with %d calls, as many as this replica makes at once; nothing was done, try again"
                                .formatted(provider.name(), provider.limit()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem(ProblemType.UNAVAILABLE, "Drover is stopping; nothing was done, try again");
        }
    }

    /** What comes of a call whose row was opened then, in {@link System#nanoTime}. */
    static Outcome sent(long opening, Supplier<Outcome> effect) {
        if (System.nanoTime() - opening > SEND_WITHIN.toNanos()) {
            return new Outcome.Failed(
                    ProviderFailure.Kind.RETRYABLE,
                    "this replica was too slow to send the call; nothing was sent",
                    null);
        }
        try {
            return effect.get();
        } catch (ProviderFailure e) {
            return e.kind() == ProviderFailure.Kind.UNKNOWN_OUTCOME
                    ? new Outcome.Unknown(words(e))
                    : new Outcome.Failed(e.kind(), words(e), e.after());
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            LOG.warn("a provider failed in a way that it should not", e);
            return new Outcome.Unknown(words(e));
        }
    }

    private CallByHand called(
            ConfiguredProvider provider, CallByHand call, Duration timeout, Supplier<Outcome> effect) {
        var caller = new Caller(effect, provider.permits()::release, outcome -> close(call, outcome));
        Thread.ofVirtual().name(provider.name() + " by hand").start(caller);
        try {
            caller.await(timeout);
        } catch (TimeoutException e) {
            caller.cut();
            closeUncut(caller, call, timeout);
        }
        return journal.read(call);
    }

    private void closeUncut(Caller caller, CallByHand call, Duration timeout) {
        try {
            caller.await(GRACE);
        } catch (TimeoutException e) {
            journal.unknown(call, "no answer within " + Durations.format(timeout));
        }
    }

    private void close(CallByHand call, Outcome outcome) {
        switch (outcome) {
            case Outcome.Made made -> journal.done(call, made);
            case Outcome.Destroyed destroyed -> journal.done(call, destroyed);
            case Outcome.Labelled() -> journal.labelled(call);
            case Outcome.Unknown(String words) -> journal.unknown(call, words);
            case Outcome.Failed failed -> {
                journal.failed(call, failed);
                if (failed.kind() == ProviderFailure.Kind.THROTTLED) {
                    Duration after = Objects.requireNonNullElse(failed.after(), THROTTLED);
                    throttling.throttled(call.provider(), clock.now().plus(after));
                }
            }
        }
    }

    private static String words(Throwable e) {
        return Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
    }
}
