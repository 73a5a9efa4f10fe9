package dev.drover.work;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.Task;
import java.time.Duration;
import java.util.Arrays;
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

    @Bean
    ScheduledJobs scheduledJobs(List<Job> jobs, DatabaseClock clock) {
        return new ScheduledJobs(jobs, clock);
    }

    @Bean
    Map<Job.Queue, Scheduler> schedulersByQueue(
            DataSource database, ScheduledJobs jobs, DatabaseClock clock, WorkSettings settings) {
        return Arrays.stream(Job.Queue.values())
                .collect(Collectors.toUnmodifiableMap(
                        Function.identity(), queue -> scheduler(queue, database, jobs.of(queue), clock, settings.heartbeat())));
    }

    private static Scheduler scheduler(
            Job.Queue queue, DataSource database, List<Task<?>> tasks, DatabaseClock clock, Duration heartbeat) {
        return Scheduler.create(new TransactionAwareDataSourceProxy(database), tasks)
                .tableName(queue.table())
                .schedulerName(new SchedulerName.Fixed(Replica.ID))
                .clock(new SchedulerClock(clock))
                .threads(CONCURRENT_JOBS)
                .executorService(Executors.newVirtualThreadPerTaskExecutor())
                .pollUsingLockAndFetch(0.5, 1.0)
                .pollingInterval(POLL)
                .heartbeatInterval(heartbeat)
                .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                .deleteUnresolvedAfter(NEVER)
                .shutdownMaxWait(Duration.ofSeconds(10))
                .build();
    }

    @Bean
    SmartLifecycle schedulersLifecycle(Map<Job.Queue, Scheduler> schedulers) {
        return new SmartLifecycle() {
            private volatile boolean running;

            @Override
            public void start() {
                schedulers.values().forEach(Scheduler::start);
                running = true;
            }

            @Override
            public void stop() {
                schedulers.values().forEach(Scheduler::stop);
                running = false;
            }

            @Override
            public boolean isRunning() {
                return running;
            }
        };
    }
}
