package dev.drover.work;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceCurrentlyExecutingException;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceNotFoundException;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import java.time.Instant;
import java.util.Map;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The schedule: which job is due when. Inside a transaction its changes belong to that transaction. */
@Component
public class Jobs {
    private final Map<Job.Queue, Scheduler> schedulers;
    private final DatabaseClock clock;

    Jobs(@Lazy Map<Job.Queue, Scheduler> schedulers, DatabaseClock clock) {
        this.schedulers = schedulers;
        this.clock = clock;
    }

    /** Makes sure that the job exists; a new one is due at once. */
    public void ensure(Job.Name name, String instance) {
        scheduler(name).scheduleIfNotExists(new TaskInstance<>(name.text(), instance), clock.now());
        lookAfterCommit(name);
    }

    /**
     * Makes the job due now. A job that is running cannot be made due: whoever runs it looks for new work after it has
     * released it.
     */
    public void dueNow(Job.Name name, String instance) {
        due(scheduler(name), TaskInstanceId.of(name.text(), instance), clock.now());
        lookAfterCommit(name);
    }

    static void due(SchedulerClient schedule, TaskInstanceId job, Instant at) {
        try {
            schedule.reschedule(job, at);
        } catch (TaskInstanceCurrentlyExecutingException | TaskInstanceNotFoundException e) {
            // one that runs is looked after by whoever runs it; one that is gone has nothing to do
        }
    }

    /** This replica need not wait for its next poll. */
    private void lookAfterCommit(Job.Name name) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            scheduler(name).triggerCheckForDueExecutions();
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                scheduler(name).triggerCheckForDueExecutions();
            }
        });
    }

    private Scheduler scheduler(Job.Name name) {
        Scheduler scheduler = schedulers.get(name.queue());
        if (scheduler == null) {
            throw new IllegalStateException("no scheduler for " + name.queue());
        }
        return scheduler;
    }
}
