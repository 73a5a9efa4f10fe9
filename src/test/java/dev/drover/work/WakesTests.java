package dev.drover.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.kagkarlsson.scheduler.Scheduler;
import dev.drover.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A change is never slept through: the job would otherwise run again only after an hour. */
@Tag("postgres")
class WakesTests {
    private static final long GROUP = 7;

    /** Whoever makes a job due has it looked for: nothing here is found by the next poll. */
    private static final Duration NO_POLL = Duration.ofHours(1);

    private final DataSource database = TestPostgres.freshDatabase();
    private final JdbcClient jdbc = JdbcClient.create(database);
    private final TransactionTemplate transactions = new TransactionTemplate(new JdbcTransactionManager(database));
    private final DatabaseClock clock = new DatabaseClock(jdbc);
    private final Map<Job.Queue, Scheduler> schedulers = new HashMap<>();
    private final Jobs jobs = new Jobs(schedulers, clock, jdbc);
    private final Wakes wakes = new Wakes(jdbc, jobs);
    private final Pass pass = new Pass();

    @BeforeEach
    void start() {
        schedulers.putAll(Schedulers.schedulersByQueue(
                database,
                new ScheduledJobs(List.of(pass), clock, jobs),
                clock,
                new WorkSettings(Duration.ofSeconds(3)),
                NO_POLL));
        jobs.ensure(Job.Name.RECONCILE, String.valueOf(GROUP));
        schedulers.values().forEach(Scheduler::start);
        await().until(() -> pass.begun.get() == 1);
    }

    @AfterEach
    void stop() {
        pass.mayEnd.release(1000);
        schedulers.values().forEach(Scheduler::stop);
    }

    @Test
    void aWakeWrittenWhileAPassRunsIsFoundWhenItHasBeenReleased() {
        transactions.executeWithoutResult(transaction -> wakes.wake(List.of(GROUP)));
        pass.mayEnd.release();
        assertAnotherPass();
    }

    @Test
    void aWakeThatIsCommittedAfterThePassHasBeenReleasedIsFoundToo() {
        transactions.executeWithoutResult(transaction -> {
            wakes.wake(List.of(GROUP));
            pass.mayEnd.release();
            awaitReleased();
        });
        assertAnotherPass();
    }

    @Test
    void aWakeOfAGroupThatRestsIsAnsweredAtOnce() {
        pass.mayEnd.release();
        awaitReleased();
        transactions.executeWithoutResult(transaction -> wakes.wake(List.of(GROUP, GROUP)));
        assertAnotherPass();
        assertThat(wakes.pending(GROUP)).isFalse();
    }

    @Test
    void aWakeThatIsRolledBackIsNone() throws InterruptedException {
        pass.mayEnd.release();
        awaitReleased();
        transactions.executeWithoutResult(transaction -> {
            wakes.wake(List.of(GROUP));
            transaction.setRollbackOnly();
        });
        assertThat(pass.second.await(1500, TimeUnit.MILLISECONDS)).isFalse();
    }

    private void awaitReleased() {
        await().until(() -> jdbc.sql("select not picked from scheduled_passes")
                .query(Boolean.class)
                .single());
    }

    private void assertAnotherPass() {
        pass.mayEnd.release(100);
        await().atMost(Duration.ofSeconds(5)).until(() -> pass.begun.get() >= 2);
        await().until(() -> !wakes.pending(GROUP));
    }

    /** Answers the wakes that it finds at its beginning, as the real one does. */
    private final class Pass implements Job {
        private final AtomicInteger begun = new AtomicInteger();
        private final CountDownLatch second = new CountDownLatch(2);
        private final Semaphore mayEnd = new Semaphore(0);

        @Override
        public Name name() {
            return Name.RECONCILE;
        }

        @Override
        public Optional<Instant> run(String instance) {
            wakes.answer(GROUP);
            begun.incrementAndGet();
            second.countDown();
            mayEnd.acquireUninterruptibly();
            return Optional.of(clock.now().plus(Duration.ofHours(1)));
        }

        @Override
        public boolean dueAfterRelease(String instance) {
            return wakes.pending(GROUP);
        }
    }
}
