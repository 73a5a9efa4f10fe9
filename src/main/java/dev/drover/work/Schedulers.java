package dev.drover.work;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.Task;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;

/** Builds, starts and stops the two schedulers. */
@Configuration(proxyBeanMethods = false)
class Schedulers {
    /** The longest that a change waits which another replica made. */
    private static final Duration POLL = Duration.ofSeconds(1);
    /** With heartbeats every 3 s another takes the work of a dead replica over within 25 s. */
    private static final int MISSED_HEARTBEATS = 4;
    /** A replica of another version may not know a job: that is no reason to delete it. */
    private static final Duration NEVER = Duration.ofDays(3650);

    private static final int CONCURRENT_JOBS = 32;
    /** How long jobs may go on when Drover stops. Then they are interrupted, and another replica runs them again. */
    private static final Duration LAST_JOBS = Duration.ofSeconds(7);

    private static final Duration STOPPED_WITHIN = Duration.ofSeconds(9);

    @Bean
    ScheduledJobs scheduledJobs(List<Job> jobs, DatabaseClock clock, Jobs schedule) {
        return new ScheduledJobs(jobs, clock, schedule);
    }

    @Bean
    Map<Job.Queue, Scheduler> schedulersByQueue(
            DataSource database, ScheduledJobs jobs, DatabaseClock clock, WorkSettings settings) {
        return schedulersByQueue(database, jobs, clock, settings, POLL);
    }

    static Map<Job.Queue, Scheduler> schedulersByQueue(
            DataSource database, ScheduledJobs jobs, DatabaseClock clock, WorkSettings settings, Duration poll) {
        return Arrays.stream(Job.Queue.values())
                .collect(Collectors.toUnmodifiableMap(
                        Function.identity(),
                        queue -> scheduler(queue, database, jobs.of(queue), clock, settings.heartbeat(), poll)));
    }

    private static Scheduler scheduler(
            Job.Queue queue,
            DataSource database,
            List<Task<?>> tasks,
            DatabaseClock clock,
            Duration heartbeat,
            Duration poll) {
        return Scheduler.create(new TransactionAwareDataSourceProxy(database), tasks)
                .tableName(queue.table())
                .schedulerName(new SchedulerName.Fixed(Replica.ID))
                .clock(new SchedulerClock(clock))
                .threads(CONCURRENT_JOBS)
                .executorService(Executors.newVirtualThreadPerTaskExecutor())
                .pollUsingLockAndFetch(0.5, 1.0)
                .pollingInterval(poll)
                .heartbeatInterval(heartbeat)
                .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                .deleteUnresolvedAfter(NEVER)
                .shutdownMaxWait(LAST_JOBS)
                .build();
    }

    /** Each waits for what it runs; one that hangs is left to itself. */
    private static void stopTogether(Collection<Scheduler> schedulers) {
        List<Thread> stopping = schedulers.stream()
                .map(it -> Thread.ofPlatform().daemon().name("stop").start(it::stop))
                .toList();
        long until = System.nanoTime() + STOPPED_WITHIN.toNanos();
        try {
            for (Thread thread : stopping) {
                thread.join(Duration.ofNanos(Math.max(until - System.nanoTime(), 1)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Bean
    SmartLifecycle schedulersLifecycle(Map<Job.Queue, Scheduler> schedulers, Standing standing) {
        return new SmartLifecycle() {
            private volatile boolean running;

            @Override
            public void start() {
                if (standing.acts()) {
                    schedulers.values().forEach(Scheduler::start);
                    running = true;
                }
            }

            @Override
            public void stop() {
                stopTogether(schedulers.values());
                running = false;
            }

            @Override
            public boolean isRunning() {
                return running;
            }
        };
    }
}
