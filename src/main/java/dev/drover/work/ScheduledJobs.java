package dev.drover.work;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Makes db-scheduler's tasks of our jobs. */
final class ScheduledJobs {
    /** A job that throws met a bug, or a database that is away. */
    private static final Duration RETRY = Duration.ofSeconds(5);

    /** A job that takes long, and finds new work whenever it ends, leaves others most of the time. */
    private static final int REST = 3;
    /** Shorter ones need no rest. */
    private static final Duration LONG = Duration.ofMillis(50);
    /** What came meanwhile may be a command. */
    private static final Duration LONGEST_REST = Duration.ofSeconds(1);

    private final List<Job> jobs;
    private final DatabaseClock clock;

    ScheduledJobs(List<Job> jobs, DatabaseClock clock) {
        this.jobs = jobs;
        this.clock = clock;
    }

    List<Task<?>> of(Job.Queue queue) {
        return jobs.stream()
                .filter(it -> it.name().queue() == queue)
                .<Task<?>>map(this::task)
                .toList();
    }

    private Task<Void> task(Job job) {
        return Tasks.custom(job.name().text(), Void.class)
                .onFailureReschedule(FixedDelay.of(RETRY))
                // The handler that db-scheduler brings makes it due by the clock of this machine, which may be another.
                .onDeadExecution((dead, operations) -> operations.reschedule(dead, clock.now()))
                .execute((instance, context) -> run(job, instance, context));
    }

    private CompletionHandler<Void> run(Job job, TaskInstance<Void> instance, ExecutionContext context) {
        long begun = System.nanoTime();
        Optional<Instant> next = job.run(instance.getId());
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        return (complete, operations) -> {
            if (next.isEmpty()) {
                operations.remove();
                again(job, instance, context.getSchedulerClient());
                return;
            }
            operations.reschedule(complete, next.get());
            if (job.dueAfterRelease(instance.getId())) {
                Instant rested = clock.now().plus(rest(took));
                if (rested.isBefore(next.get())) {
                    Jobs.due(context.getSchedulerClient(), instance, rested);
                }
            }
        };
    }

    private static Duration rest(Duration took) {
        if (took.compareTo(LONG) < 0) {
            return Duration.ZERO;
        }
        Duration rest = took.multipliedBy(REST);
        return rest.compareTo(LONGEST_REST) < 0 ? rest : LONGEST_REST;
    }

    private void again(Job job, TaskInstance<Void> instance, SchedulerClient schedule) {
        if (job.wantedAgain(instance.getId())) {
            schedule.scheduleIfNotExists(instance, clock.now());
        }
    }
}
