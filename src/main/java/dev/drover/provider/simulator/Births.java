package dev.drover.provider.simulator;

import dev.drover.database.Rows;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.provider.spi.ProviderFailure.Kind;
import dev.drover.provider.spi.ProvisionRequest;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Makes the instances of one cloud: one statement each, and one commit. */
final class Births {
    private static final String WITHOUT_LIMIT = "with room as (select)\n";
    /** The count and the instance are written together, so that whoever counts anew under the row's lock misses none. */
    private static final String WITH_LIMIT = """
            with room as (
                update simulated_cloud set taken = taken + 1 where provider = :provider and taken < :capacity returning provider)
            """;
    // A token whose instance is gone is free again.
    private static final String INSERT = """
            insert into simulated_instance as i (provider, id, number, token, copy, labels, health, made_at, runs_at,
                                                 listed_from, dies_at, vanishes, gone_at, unlisted_from)
            select :provider, :id, :number, :token, :copy, :labels::jsonb, :health, :now, :runsAt,
                   :listedFrom, :diesAt, :vanishes, :goneAt, :unlistedFrom
              from room
            on conflict (provider, token, copy) do update
               set id = excluded.id, number = excluded.number, labels = excluded.labels, health = excluded.health,
                   made_at = excluded.made_at, runs_at = excluded.runs_at, listed_from = excluded.listed_from,
                   dies_at = excluded.dies_at, vanishes = excluded.vanishes, killed = false, destroys = 0,
                   gone_at = excluded.gone_at, unlisted_from = excluded.unlisted_from
             where i.gone_at <= :now
            """;
    private static final int TRIES = 5;

    private final Cloud cloud;
    private final boolean idempotent;
    private final Instances instances;
    private final JdbcClient jdbc;
    private final TransactionOperations transactions;

    Births(Cloud cloud, boolean idempotent, Instances instances, JdbcClient jdbc, TransactionOperations transactions) {
        this.cloud = cloud;
        this.idempotent = idempotent;
        this.instances = instances;
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /**
     * The instance of this create, or the one that its token made before.
     *
     * @param number of the create
     * @throws ProviderFailure if there is no room
     */
    StoredInstance make(ProvisionRequest request, Knobs knobs, long number, Instant now) {
        NewInstance instance = NewInstance.of(request, knobs, cloud.seed(), number, now);
        for (int i = 0; i < TRIES; i++) {
            if (insert(instance, knobs)) {
                return instance.stored();
            }
            Optional<StoredInstance> before = idempotent ? instances.existing(request.token(), now) : Optional.empty();
            if (before.isPresent()) {
                return before.get();
            }
            if (knobs.isLimited() && !countAnew(knobs, now)) {
                throw new ProviderFailure(
                        Kind.OUT_OF_CAPACITY,
                        "there is room for %d instances only (simulated)".formatted(knobs.count(Knob.CAPACITY)));
            }
        }
        throw new ProviderFailure(Kind.RETRYABLE, "too many others took the room that there was; try again");
    }

    private boolean insert(NewInstance it, Knobs knobs) {
        var statement = jdbc.sql((knobs.isLimited() ? WITH_LIMIT : WITHOUT_LIMIT) + INSERT)
                .param("provider", cloud.name())
                .param("id", it.stored().id().value())
                .param("number", it.number())
                .param("token", it.stored().token().value())
                .param("copy", idempotent ? 0 : it.number())
                .param("labels", Rows.json(it.stored().labels()))
                .param("health", it.stored().health(), Types.VARCHAR)
                .param("now", Rows.timestamp(it.stored().madeAt()))
                .param("vanishes", it.stored().vanishes());
        instant(statement, "runsAt", it.stored().runsAt());
        instant(statement, "listedFrom", it.listedFrom());
        instant(statement, "diesAt", it.stored().diesAt());
        instant(statement, "goneAt", it.stored().goneAt());
        instant(statement, "unlistedFrom", it.unlistedFrom());
        if (knobs.isLimited()) {
            statement.param("capacity", knobs.count(Knob.CAPACITY));
        }
        return statement.update() > 0;
    }

    private static void instant(JdbcClient.StatementSpec statement, String name, @Nullable Instant instant) {
        statement.param(name, instant == null ? null : Rows.timestamp(instant), Types.TIMESTAMP_WITH_TIMEZONE);
    }

    /** Whether there is room after all: nobody takes one off the count when an instance ends. */
    private boolean countAnew(Knobs knobs, Instant now) {
        return Boolean.TRUE.equals(transactions.execute(transaction -> {
            // A statement of its own: the count has to begin when the lock is held.
            jdbc.sql("select provider from simulated_cloud where provider = :provider for update")
                    .param("provider", cloud.name())
                    .query(String.class)
                    .single();
            long living = jdbc.sql("""
                    update simulated_cloud
                       set taken = (select count(*) from simulated_instance where provider = :provider and %s)
                     where provider = :provider returning taken
                    """.formatted(Instances.LIVING))
                    .param("provider", cloud.name())
                    .param("now", Rows.timestamp(now))
                    .query(Long.class)
                    .single();
            return living < knobs.count(Knob.CAPACITY);
        }));
    }

    /**
     * What a create makes: all of its life is decided.
     *
     * @param unlistedFrom null if nobody knows yet
     */
    private record NewInstance(
            StoredInstance stored,
            long number,
            Instant listedFrom,
            @Nullable Instant unlistedFrom) {

        static NewInstance of(ProvisionRequest request, Knobs knobs, long seed, long number, Instant now) {
            Properties properties = Properties.of(request.properties());
            Dice dice = Dice.ofCreate(seed, number);
            Duration lag = knobs.duration(Knob.LISTING_LAG);
            Duration startDelay =
                    properties.startDelay() != null ? properties.startDelay() : knobs.duration(Knob.START_DELAY);
            Instant diesAt = death(properties, knobs, dice).map(now::plus).orElse(null);
            boolean vanishes = dice.hits(knobs.share(Knob.VANISH_SHARE), "vanishes");
            Instant goneAt = vanishes ? diesAt : null;
            return new NewInstance(
                    new StoredInstance(
                            InstanceIds.of(seed, number),
                            request.token(),
                            request.labels(),
                            properties.health(),
                            now,
                            now.plus(startDelay),
                            diesAt,
                            vanishes,
                            false,
                            goneAt),
                    number,
                    now.plus(lag),
                    goneAt == null ? null : goneAt.plus(lag));
        }

        /** How long after it was made it dies; empty if it does not. */
        private static Optional<Duration> death(Properties properties, Knobs knobs, Dice dice) {
            if (properties.dies() != null) {
                return Optional.of(properties.dies());
            }
            Duration mean = knobs.duration(Knob.MEAN_LIFETIME);
            return mean.isZero() ? Optional.empty() : Optional.of(dice.lifetime(mean));
        }
    }
}
