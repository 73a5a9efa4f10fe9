package dev.drover.work;

import static org.awaitility.Awaitility.await;

import com.github.kagkarlsson.scheduler.Scheduler;
import dev.drover.TestPostgres;
import dev.drover.database.Rows;
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

/** What a replica was running when it died. */
@Tag("postgres")
class DeadReplicaTests {
    private final DataSource database = TestPostgres.freshDatabase();
    private final JdbcClient jdbc = JdbcClient.create(database);
    private final DatabaseClock clock = new DatabaseClock(jdbc);
    private final Hourly hourly = new Hourly();
    private final Map<Job.Queue, Scheduler> schedulers = new HashMap<>();
    private final Jobs jobs = new Jobs(schedulers, clock, jdbc);

    @BeforeEach
    void build() {
        schedulers.putAll(new Schedulers()
                .schedulersByQueue(
                        database,
                        new ScheduledJobs(List.of(hourly), clock, jobs),
                        clock,
                        new WorkSettings(Duration.ofMillis(300))));
    }

    @AfterEach
    void stop() {
        schedulers.values().forEach(Scheduler::stop);
    }

    @Test
    void isTakenOverAtOnceByAReplicaWhoseOwnClockIsTwoMinutesAhead() {
        clock.step(Duration.ofMinutes(-2));
        jobs.ensure(Job.Name.RECONCILE, "7");
        jdbc.sql("""
                update scheduled_passes set picked = true, picked_by = 'the dead one', last_heartbeat = :long_ago
                """)
                .param("long_ago", Rows.timestamp(clock.now().minusSeconds(60)))
                .update();

        schedulers.values().forEach(Scheduler::start);

        await().atMost(Duration.ofSeconds(20)).until(() -> hourly.runs.get() == 1);
    }

    private final class Hourly implements Job {
        final AtomicInteger runs = new AtomicInteger();

        @Override
        public Name name() {
            return Name.RECONCILE;
        }

        @Override
        public Optional<Instant> run(String instance) {
            runs.incrementAndGet();
            return Optional.of(clock.now().plus(Duration.ofHours(1)));
        }
    }
}
