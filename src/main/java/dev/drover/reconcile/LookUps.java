package dev.drover.reconcile;

import dev.drover.database.Rows;
import dev.drover.provider.ConfiguredProvider;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.InstanceProvider;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.provider.spi.Token;
import dev.drover.work.DatabaseClock;
import dev.drover.work.Wakes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Looks up the tokens of creates whose outcome is unknown. What it finds, and when a look that found nothing began, are
 * facts; the next pass draws the conclusion.
 */
@Component
class LookUps {
    private static final Logger LOG = LoggerFactory.getLogger(LookUps.class);
    private static final Duration EVERY = Duration.ofSeconds(5);
    /** Then it is interrupted. One that does not mind keeps its permit, so that they do not pile up. */
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final JdbcClient jdbc;
    private final DatabaseClock clock;
    private final Wakes wakes;
    private final TransactionOperations transactions;
    private final ScheduledExecutorService cutters = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("look-up limits").factory());

    LookUps(JdbcClient jdbc, DatabaseClock clock, Wakes wakes, TransactionOperations transactions) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.wakes = wakes;
        this.transactions = transactions;
    }

    /** Starts as many look-ups as there are free permits, which they give back. */
    void start(ConfiguredProvider provider) {
        int permits = provider.permits().drainPermits();
        List<Unknown> due = List.of();
        try {
            if (permits > 0) {
                due = due(provider.name(), permits);
            }
        } finally {
            provider.permits().release(permits - due.size());
        }
        due.forEach(it -> Thread.ofVirtual().start(() -> {
            try {
                lookUp(provider, it);
            } finally {
                provider.permits().release();
            }
        }));
    }

    private List<Unknown> due(String provider, int permits) {
        Instant now = clock.now();
        return jdbc.sql("""
                with c as (
                    select group_id, id from action
                     where provider = :provider and state = 'UNKNOWN' and kind = 'PROVISION'
                       and coalesce(seek_after, :now) <= :now
                     limit :permits for update skip locked)
                update action a set seek_after = :next
                  from c where a.group_id = c.group_id and a.id = c.id
                returning a.group_id, a.id, a.attempts, a.member
                """)
                .param("provider", provider)
                .param("permits", permits)
                .param("now", Rows.timestamp(now))
                .param("next", Rows.timestamp(now.plus(EVERY)))
                .query((row, number) -> new Unknown(
                        row.getLong("group_id"),
                        row.getObject("id", UUID.class),
                        row.getInt("attempts"),
                        row.getInt("member")))
                .list();
    }

    private void lookUp(ConfiguredProvider provider, Unknown unknown) {
        try {
            Instant begun = clock.now();
            Token token = new Token(unknown.id().toString());
            Optional<Instance> found = find(provider.instances(), token);
            transactions.executeWithoutResult(transaction -> write(unknown, begun, found));
        } catch (ProviderFailure e) {
            LOG.info("provider {} could not look up {}: {}", provider.name(), unknown.id(), e.getMessage());
        } catch (Throwable e) { // tried again: an adapter's Error, or a database that is away
            LOG.warn("the look-up of {} at provider {} failed: {}", unknown.id(), provider.name(), String.valueOf(e));
        }
    }

    private Optional<Instance> find(InstanceProvider provider, Token token) {
        Thread caller = Thread.currentThread();
        ScheduledFuture<?> cut = cutters.schedule(caller::interrupt, LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return answer(provider.find(token), token);
        } finally {
            cut.cancel(false);
            Thread.interrupted(); // what is written then is not to be cut
        }
    }

    private static Optional<Instance> answer(Optional<Instance> found, Token token) {
        if (found == null || found.filter(it -> !token.equals(it.token())).isPresent()) {
            throw new ProviderFailure(ProviderFailure.Kind.RETRYABLE, "it answered something else than was asked for");
        }
        return found;
    }

    private void write(Unknown unknown, Instant begun, Optional<Instance> found) {
        if (found.isPresent()) {
            jdbc.sql("""
                    update member set found = :found::jsonb
                     where group_id = :group and number = :member and provider_id is null and state <> 'ENDED'
                    """)
                    .param("found", Rows.json(found.get()))
                    .param("group", unknown.group())
                    .param("member", unknown.member())
                    .update();
        } else {
            jdbc.sql("""
                    update action set sought_at = :begun
                     where group_id = :group and id = :id and state = 'UNKNOWN' and attempts = :attempt
                    """)
                    .param("begun", Rows.timestamp(begun))
                    .param("group", unknown.group())
                    .param("id", unknown.id())
                    .param("attempt", unknown.attempt())
                    .update();
        }
        wakes.wake(List.of(unknown.group()));
    }

    private record Unknown(long group, UUID id, int attempt, int member) {}
}
