package dev.drover.work;

import static org.awaitility.Awaitility.await;

import com.github.kagkarlsson.scheduler.Scheduler;
import dev.drover.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Jobs while the database is away, and after it came back. */
@Tag("postgres")
class OutageTests {
    private final Outage database = new Outage(TestPostgres.freshDatabase());
    private final JdbcClient jdbc = JdbcClient.create(database);
    private final DatabaseClock clock = new DatabaseClock(jdbc);
    private final Often often = new Often();
    private final Map<Job.Queue, Scheduler> schedulers = new HashMap<>();
    private final Jobs jobs = new Jobs(schedulers, clock, jdbc);

    @BeforeEach
    void build() {
        schedulers.putAll(new Schedulers()
                .schedulersByQueue(
                        database,
                        new ScheduledJobs(List.of(often), clock, jobs),
                        clock,
                        new WorkSettings(Duration.ofMillis(300))));
    }

    @AfterEach
    void stop() {
        database.away = false;
        schedulers.values().forEach(Scheduler::stop);
    }

    /** The polling threads ask for the time between two polls: that must not be the end of them. */
    @Test
    void jobsRunAgainAfterTheDatabaseWasAway() {
        jobs.ensure(Job.Name.RECONCILE, "7");
        schedulers.values().forEach(Scheduler::start);
        await().until(() -> often.runs.get() > 1);

        database.away = true;
        await().atMost(Duration.ofSeconds(30)).until(() -> database.refused.get() > 20);
        database.away = false;

        int before = often.runs.get();
        await().atMost(Duration.ofSeconds(30)).until(() -> often.runs.get() > before + 1);
    }

    private final class Often implements Job {
        final AtomicInteger runs = new AtomicInteger();

        @Override
        public Name name() {
            return Name.RECONCILE;
        }

        @Override
        public Optional<Instant> run(String instance) {
            runs.incrementAndGet();
            return Optional.of(clock.now());
        }
    }

    /** A database that cannot be reached for a while. */
    private static final class Outage extends DelegatingDataSource {
        final AtomicInteger refused = new AtomicInteger();
        volatile boolean away;

        Outage(DataSource database) {
            super(database);
        }

        @Override
        public Connection getConnection() throws SQLException {
            if (away) {
                refused.incrementAndGet();
                throw new SQLException("away");
            }
            return super.getConnection();
        }
    }
}
