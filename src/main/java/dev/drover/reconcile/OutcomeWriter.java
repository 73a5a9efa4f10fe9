package dev.drover.reconcile;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Writes the outcomes of all groups, one writer for a replica: what came in within 5 ms, at most 100, is one commit. While
 * the database is away they are kept and tried again; an action whose outcome never arrives becomes UNKNOWN at its deadline.
 */
@Component
class OutcomeWriter implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(OutcomeWriter.class);
    private static final int BATCH = 100;
    private static final long GATHER_MILLIS = 5;
    private static final int MOST_WAITING = 5 * BATCH;
    private static final Duration RETRY = Duration.ofMillis(200);
    /** More than the longest deadline: after it nobody waits for this outcome any more. */
    private static final Duration GIVE_UP = Duration.ofHours(1);

    private final OutcomeStatements statements;
    private final BlockingQueue<Outcome> queue = new LinkedBlockingQueue<>();
    private volatile boolean running;
    private volatile Thread thread = Thread.currentThread();

    OutcomeWriter(OutcomeStatements statements) {
        this.statements = statements;
    }

    /** Hands an outcome over. */
    void submit(Outcome outcome) {
        queue.add(outcome);
    }

    /** Whether so few outcomes wait that more calls may be made: an answer that is not stored may have to be looked up. */
    boolean room() {
        return queue.size() < MOST_WAITING;
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofPlatform().name("outcomes").daemon().start(this::run);
    }

    private void run() {
        while (running || !queue.isEmpty()) {
            try {
                List<Outcome> batch = gather();
                if (!batch.isEmpty()) {
                    write(batch);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private List<Outcome> gather() throws InterruptedException {
        List<Outcome> batch = new ArrayList<>();
        Outcome first = queue.poll(RETRY.toMillis(), TimeUnit.MILLISECONDS);
        if (first == null) {
            return batch;
        }
        batch.add(first);
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(GATHER_MILLIS);
        while (batch.size() < BATCH) {
            Outcome next = queue.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (next == null) {
                break;
            }
            batch.add(next);
        }
        return batch;
    }

    private void write(List<Outcome> batch) throws InterruptedException {
        long since = System.nanoTime();
        while (System.nanoTime() - since < GIVE_UP.toNanos()) {
            try {
                statements.write(batch);
                break;
            } catch (NonTransientDataAccessResourceException
                    | TransientDataAccessException
                    | RecoverableDataAccessException
                    | TransactionException e) {
                LOG.warn("{} outcomes wait for the database: {}", batch.size(), e.getMessage());
                if (!running) {
                    break;
                }
                Thread.sleep(RETRY);
            } catch (RuntimeException e) {
                refused(batch, e);
                break;
            }
        }
    }

    /** One outcome that cannot be written, by the database's fault or ours, must not take the others with it. */
    private void refused(List<Outcome> batch, RuntimeException e) throws InterruptedException {
        if (batch.size() == 1) {
            LOG.error(
                    "the outcome of {} cannot be stored",
                    batch.getFirst().claim().member(),
                    e);
            return;
        }
        for (Outcome one : batch) {
            write(List.of(one));
        }
    }

    @Override
    public void stop() {
        running = false;
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Starts before the schedulers and stops after them. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE - 100;
    }
}
