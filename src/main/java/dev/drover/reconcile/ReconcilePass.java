package dev.drover.reconcile;

import dev.drover.plan.Plan;
import dev.drover.plan.Planner;
import dev.drover.work.Job;
import dev.drover.work.Wakes;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;

/** One look at one group: load, plan, record. It never waits for a provider, and writes nothing if nothing is to do. */
@Component
class ReconcilePass implements Job {
    private static final Logger LOG = LoggerFactory.getLogger(ReconcilePass.class);
    private static final int ATTEMPTS = 10;

    private final GroupLoader loader;
    private final Recorder recorder;
    private final Wakes wakes;

    ReconcilePass(GroupLoader loader, Recorder recorder, Wakes wakes) {
        this.loader = loader;
        this.recorder = recorder;
        this.wakes = wakes;
    }

    @Override
    public Name name() {
        return Name.RECONCILE;
    }

    @Override
    public Optional<Instant> run(String instance) {
        return run(Long.parseLong(instance));
    }

    private Optional<Instant> run(long group) {
        for (int attempt = 1; ; attempt++) {
            try {
                return pass(group);
            } catch (ConcurrencyFailureException | DuplicateKeyException e) {
                LOG.debug("group {} changed while it was planned, attempt {}: {}", group, attempt, e.getMessage());
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private Optional<Instant> pass(long group) {
        Optional<Loaded> loaded = loader.load(group);
        if (loaded.isEmpty()) {
            return Optional.empty();
        }
        Plan plan = Planner.plan(loaded.get().state(), loaded.get().now());
        recorder.record(loaded.get(), plan);
        return Optional.of(plan.nextLook());
    }

    @Override
    public boolean dueAfterRelease(String instance) {
        return wakes.pending(Long.parseLong(instance));
    }
}
