package dev.drover.work;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.exceptions.ExecutionException;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceCurrentlyExecutingException;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceNotFoundException;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The schedule: which job is due when. */
@Component
public class Jobs {
    private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);
    private static final int ATTEMPTS = 5;
    /** Long enough for a burst to be one pass, short enough that nobody notices. */
    private static final Duration SOON = Duration.ofMillis(200);

    private final Map<Job.Queue, Scheduler> schedulers;
    private final DatabaseClock clock;
    private final JdbcClient jdbc;
    private final Set<String> soon = ConcurrentHashMap.newKeySet();

    Jobs(@Lazy Map<Job.Queue, Scheduler> schedulers, DatabaseClock clock, JdbcClient jdbc) {
        this.schedulers = schedulers;
        this.clock = clock;
        this.jdbc = jdbc;
    }

    /**
     * Makes sure that the job exists, in the transaction that is open; a new one is due at once. One that is about to end
     * for good ends after the commit, and then sees that it is wanted.
     */
    public void ensure(Job.Name name, String instance) {
        jdbc.sql("select 1 from %s where task_name = :name and task_instance = :instance for update"
                        .formatted(name.queue().table()))
                .param("name", name.text())
                .param("instance", instance)
                .query(Integer.class)
                .optional();
        scheduler(name).scheduleIfNotExists(new TaskInstance<>(name.text(), instance), clock.now());
        lookAfterCommit(name);
    }

    /**
     * Makes the job due now, after the commit of the transaction that is open, if there is one: before it, a job that runs
     * could end without seeing what this transaction writes. A job that is running cannot be made due: whoever runs it
     * looks for new work after it has released it. If this replica dies here, the job's own schedule finds the work.
     */
    public void dueNow(Job.Name name, String instance) {
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            // On a thread of its own: that which has just committed still holds its connection.
            afterCommit(() -> Thread.ofVirtual().name("due " + name.text()).start(() -> dueIfPossible(name, instance)));
        } else {
            due(name, instance);
        }
    }

    /**
     * The same a little later, once for all who ask for it meanwhile: for what comes in bursts, and of which each part alone
     * changes little.
     */
    public void dueSoon(Job.Name name, String instance) {
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            afterCommit(() -> soon(name, instance));
        } else {
            soon(name, instance);
        }
    }

    private void soon(Job.Name name, String instance) {
        TaskInstanceId job = TaskInstanceId.of(name.text(), instance);
        if (soon.add(job.toString())) {
            later(SOON).execute(() -> {
                soon.remove(job.toString());
                dueIfPossible(name, instance);
            });
        }
    }

    /** On a thread of its own nobody hears of a failure; the job's own schedule finds the work, here or after the next start. */
    private void dueIfPossible(Job.Name name, String instance) {
        try {
            due(name, instance);
        } catch (RuntimeException e) {
            LOG.debug("{} {} waits for its own schedule: {}", name.text(), instance, e.getMessage());
        }
    }

    private static Executor later(Duration rest) {
        Executor threads = task -> Thread.ofVirtual().name("due").start(task);
        return rest.isZero()
                ? Runnable::run
                : CompletableFuture.delayedExecutor(rest.toNanos(), TimeUnit.NANOSECONDS, threads);
    }

    private static void afterCommit(Runnable then) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                then.run();
            }
        });
    }

    private void due(Job.Name name, String instance) {
        dueAfter(name, instance, Duration.ZERO);
    }

    /** Makes a job that is not running due after a while, without a transaction. This replica looks for it then: it waits for no poll. */
    void dueAfter(Job.Name name, String instance, Duration rest) {
        Scheduler scheduler = scheduler(name);
        due(scheduler, TaskInstanceId.of(name.text(), instance), clock.now().plus(rest));
        later(rest).execute(scheduler::triggerCheckForDueExecutions);
    }

    /** Somebody may pick the job, or reschedule it, between db-scheduler's reading and its writing. */
    static void due(SchedulerClient schedule, TaskInstanceId job, Instant at) {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                schedule.reschedule(job, at);
                return;
            } catch (TaskInstanceCurrentlyExecutingException | TaskInstanceNotFoundException e) {
                return; // one that runs is looked after by whoever runs it; one that is gone has nothing to do
            } catch (ExecutionException e) {
                LOG.debug("{} moved while it was made due: {}", job, e.getMessage());
            }
        }
    }

    /** This replica need not wait for its next poll. */
    private void lookAfterCommit(Job.Name name) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            scheduler(name).triggerCheckForDueExecutions();
            return;
        }
        afterCommit(() -> scheduler(name).triggerCheckForDueExecutions());
    }

    private Scheduler scheduler(Job.Name name) {
        Scheduler scheduler = schedulers.get(name.queue());
        if (scheduler == null) {
            throw new IllegalStateException("no scheduler for " + name.queue());
        }
        return scheduler;
    }
}
