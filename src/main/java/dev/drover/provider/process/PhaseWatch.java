package dev.drover.provider.process;

import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.InstanceProvider;
import dev.drover.provider.spi.Phase;
import dev.drover.provider.spi.Token;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Compares phases with what they were: at once when somebody knows of a change, and regularly for processes whose parent
 * is not this Drover. Pushes {@link Phase#GONE} once for a member that ended.
 */
final class PhaseWatch implements InstanceProvider.Watch {
    private static final System.Logger LOG = System.getLogger(PhaseWatch.class.getName());
    // The JDK's own onExit looks ever more seldom at a process that is no child, down to once in 5 seconds.
    private static final Duration LOOK = Duration.ofMillis(500);

    private final StateDirectory state;
    private final Report report;
    private final LogRotation logs;
    private final Consumer<Instance> changed;
    private final Consumer<PhaseWatch> closed;
    private final Map<Token, Seen> seen = new HashMap<>();
    private final Semaphore wake = new Semaphore(0);
    private volatile boolean open = true;

    private PhaseWatch(
            StateDirectory state,
            Report report,
            LogRotation logs,
            Consumer<Instance> changed,
            Consumer<PhaseWatch> closed) {
        this.state = state;
        this.report = report;
        this.logs = logs;
        this.changed = changed;
        this.closed = closed;
    }

    static PhaseWatch start(
            StateDirectory state,
            Report report,
            LogRotation logs,
            Consumer<Instance> changed,
            Consumer<PhaseWatch> closed) {
        PhaseWatch watch = new PhaseWatch(state, report, logs, changed, closed);
        watch.look(instance -> {});
        Thread.ofVirtual().name("process-watch").start(watch::run);
        return watch;
    }

    /** Looks now. */
    void wake() {
        wake.release();
    }

    @Override
    public void close() {
        open = false;
        closed.accept(this);
        wake();
    }

    private void run() {
        try {
            while (open) {
                boolean woken = wake.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                if (woken) {
                    wake.drainPermits();
                }
                lookAgain();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void lookAgain() {
        try {
            look(this::push);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "the watch could not look at the processes, and tries again", e);
        }
    }

    private void look(Consumer<Instance> push) {
        ProcessTable table = new ProcessTable();
        Set<Token> listed = new HashSet<>();
        List<MemberDirectory> members = state.members();
        for (MemberDirectory member : members) {
            listed.add(member.token());
            Seen before = seen.get(member.token());
            if (before == null
                    || before.phaseNow(member, table) != before.last().phase()) {
                report.instance(member, Map.of(), table).ifPresent(instance -> see(member, instance, push));
            }
        }
        for (Token token : Set.copyOf(seen.keySet())) {
            Seen before = listed.contains(token) ? null : seen.remove(token);
            if (before != null) {
                push.accept(before.gone());
            }
        }
        logs.look(members);
    }

    private void see(MemberDirectory member, Instance instance, Consumer<Instance> push) {
        boolean hasInit = member.request().map(StoredRequest::hasInit).orElse(false);
        member.identity().ifPresent(identity -> seen.put(member.token(), new Seen(identity, hasInit, instance)));
        push.accept(instance);
    }

    private void push(Instance instance) {
        if (!open) {
            return;
        }
        try {
            changed.accept(instance);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "a listener failed for " + instance.id(), e);
        }
    }

    /** What does not change of a member is kept, so that a look need not read and parse it again. */
    private record Seen(Identity identity, boolean hasInit, Instance last) {
        Phase phaseNow(MemberDirectory member, ProcessTable table) {
            return Report.phase(member, identity, hasInit, table);
        }

        Instance gone() {
            return new Instance(
                    last.id(), last.token(), last.labels(), Phase.GONE, last.addresses(), last.ports(), null);
        }
    }
}
