package dev.drover.work;

import static org.awaitility.Awaitility.await;

import com.github.kagkarlsson.scheduler.Scheduler;
import dev.drover.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A job that ends for good while somebody makes sure of it. */
@Tag("postgres")
class JobsTests {
    private static final String GROUP = "7";

    /** Whoever makes a job due has it looked for: nothing here is found by the next poll. */
    private static final Duration NO_POLL = Duration.ofHours(1);

    private final DataSource database = TestPostgres.freshDatabase();
    private final JdbcClient jdbc = JdbcClient.create(database);
    private final TransactionTemplate transactions = new TransactionTemplate(new JdbcTransactionManager(database));
    private final DatabaseClock clock = new DatabaseClock(jdbc);
    private final Map<Job.Queue, Scheduler> schedulers = new HashMap<>();
    private final Jobs jobs = new Jobs(schedulers, clock, jdbc);
    private final Wakes wakes = new Wakes(jdbc, jobs);
    private final Probing probing = new Probing();

    @BeforeEach
    void start() {
        schedulers.putAll(Schedulers.schedulersByQueue(
                database,
                new ScheduledJobs(List.of(probing), clock, jobs),
                clock,
                new WorkSettings(Duration.ofSeconds(3)),
                NO_POLL));
        jobs.ensure(Job.Name.PROBE, GROUP);
        schedulers.values().forEach(Scheduler::start);
        await().until(() -> probing.begun.get() == 1);
    }

    @AfterEach
    void stop() {
        probing.mayEnd.release(1000);
        schedulers.values().forEach(Scheduler::stop);
    }

    @Test
    void whatIsWantedAgainWhileItRunsIsThereAgain() {
        transactions.executeWithoutResult(transaction -> want());
        probing.mayEnd.release();
        await().until(() -> probing.begun.get() == 2);
    }

    @Test
    void whatIsWantedAgainByATransactionThatIsStillOpenIsThereAgain() {
        transactions.executeWithoutResult(transaction -> {
            want();
            probing.mayEnd.release();
            await().pollDelay(Duration.ofMillis(300)).until(() -> probing.begun.get() == 1);
        });
        await().until(() -> probing.begun.get() == 2);
    }

    @Test
    void whatNobodyWantsIsGone() {
        probing.mayEnd.release();
        await().until(() -> jdbc.sql("select count(*) from scheduled_calls")
                        .query(Integer.class)
                        .single()
                == 0);
    }

    /** As a declaration does: it makes sure of the job, and what makes it wanted is committed with that. */
    private void want() {
        jdbc.sql("insert into wake (group_id) values (7)").update();
        jobs.ensure(Job.Name.PROBE, GROUP);
    }

    private final class Probing implements Job {
        private final AtomicInteger begun = new AtomicInteger();
        private final Semaphore mayEnd = new Semaphore(0);

        @Override
        public Name name() {
            return Name.PROBE;
        }

        @Override
        public Optional<Instant> run(String instance) {
            begun.incrementAndGet();
            mayEnd.acquireUninterruptibly();
            return Optional.empty();
        }

        @Override
        public boolean wantedAgain(String instance) {
            return wakes.pending(Long.parseLong(instance));
        }
    }
}
