package dev.drover.instance;

import dev.drover.instance.Orphan.State;
import dev.drover.provider.CallSettings;
import dev.drover.provider.ConfiguredProvider;
import dev.drover.provider.spi.DestroyReason;
import dev.drover.spec.Durations;
import dev.drover.work.DatabaseClock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Destroys orphans as members are destroyed: with a permit, after CALLED was committed, cut at the deadline, and again until gone. */
@Component
public class OrphanCalls {
    private static final Logger LOG = LoggerFactory.getLogger(OrphanCalls.class);
    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int DOUBLINGS = 5;

    private final JdbcClient jdbc;
    private final OrphanJournal journal;
    private final DatabaseClock clock;
    private final CallSettings settings;
    private final @Nullable Duration after;

    OrphanCalls(
            JdbcClient jdbc,
            OrphanJournal journal,
            DatabaseClock clock,
            CallSettings settings,
            OrphanSettings orphans) {
        this.jdbc = jdbc;
        this.journal = journal;
        this.clock = clock;
        this.settings = settings;
        this.after = orphans.after();
    }

    /** When something is to be called at this provider, or given up; empty if nothing is. */
    public Optional<Instant> next(String provider) {
        return jdbc.sql("""
                select min(case state when 'CALLED' then deadline
                                      when 'QUARANTINED' then greatest(first_seen + :after::interval, not_before)
                                      else not_before end)
                  from orphan
                 where provider = :provider and token <> ''
                   and (state in ('PLANNED', 'CALLED', 'FAILED', 'UNKNOWN')
                        or (state = 'QUARANTINED' and :after::interval is not null))
                """)
                .param("provider", provider)
                .param("after", after == null ? null : after.toString())
                .query(OffsetDateTime.class)
                .optional()
                .map(OffsetDateTime::toInstant);
    }

    /** Calls as many as there are free permits for, which they give back. */
    public void start(ConfiguredProvider provider) {
        Instant now = clock.now();
        if (next(provider.name()).filter(it -> !it.isAfter(now)).isEmpty()) {
            return;
        }
        journal.expire(provider.name());
        int permits = provider.permits().drainPermits();
        long opening = System.nanoTime();
        List<Orphan> called = List.of();
        try {
            called = permits == 0 ? called : journal.claim(provider.name(), permits, now, after);
        } finally {
            provider.permits().release(permits - called.size());
        }
        called.forEach(it -> Thread.ofVirtual().name("orphan " + it.name()).start(() -> call(provider, it, opening)));
    }

    private void call(ConfiguredProvider provider, Orphan orphan, long opening) {
        var caller = new Caller(
                () -> HandCalls.sent(
                        opening,
                        () -> new Outcome.Destroyed(provider.instances()
                                .destroy(orphan.instance(), orphan.carried(), DestroyReason.TERMINATE))),
                provider.permits()::release,
                outcome -> journal.close(orphan, outcome));
        Thread.ofVirtual().name("orphan " + orphan.name() + " call").start(caller);
        try {
            caller.await(settings.timeout());
        } catch (TimeoutException e) {
            caller.cut();
            journal.close(orphan, new Outcome.Unknown("no answer within " + Durations.format(settings.timeout())));
        } catch (RuntimeException e) {
            LOG.warn("what came of the destroy of {} was not stored: {}", orphan.name(), e.getMessage());
        }
    }

    /** How long one that was called in vain waits: 10 s, twice as long after each further time, at most 5 min. */
    static Duration wait(Orphan orphan, State next) {
        return next == State.PLANNED && orphan.attempts() > 0 ? backOff(orphan.attempts()) : Duration.ZERO;
    }

    static Duration backOff(int attempts) {
        Duration delay = FIRST.multipliedBy(1L << Math.min(Math.max(attempts, 1) - 1, DOUBLINGS));
        return delay.compareTo(LONGEST) > 0 ? LONGEST : delay;
    }
}
