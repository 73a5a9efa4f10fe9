package dev.drover.work;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
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
    private final Jobs schedule;

    ScheduledJobs(List<Job> jobs, DatabaseClock clock, Jobs schedule) {
        this.jobs = jobs;
        this.clock = clock;
        this.schedule = schedule;
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
                .execute((instance, context) -> run(job, instance));
    }

    private CompletionHandler<Void> run(Job job, TaskInstance<Void> instance) {
        long begun = System.nanoTime();
        Optional<Instant> next = job.run(instance.getId());
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        return (complete, operations) -> {
            if (next.isEmpty()) {
                operations.remove();
                again(job, instance.getId());
                return;
            }
            operations.reschedule(complete, next.get());
            if (job.dueAfterRelease(instance.getId())) {
                Duration rest = rest(took);
                if (clock.now().plus(rest).isBefore(next.get())) {
                    schedule.dueAfter(job.name(), instance.getId(), rest);
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

    private void again(Job job, String instance) {
        if (job.wantedAgain(instance)) {
            schedule.ensure(job.name(), instance);
        }
    }
}
