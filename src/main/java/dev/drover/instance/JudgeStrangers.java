package dev.drover.instance;

import dev.drover.database.Retried;
import dev.drover.group.Fence;
import dev.drover.instance.Orphan.State;
import dev.drover.provider.spi.Instance;
import dev.drover.work.Job;
import dev.drover.work.Jobs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Decides what becomes of instances that a look at a provider showed, and that were no living member's when it began. Most have been
 * judged before, or were released: those are read, and nothing is written.
 */
@Component
class JudgeStrangers {
    private final StrangerFacts facts;
    private final OrphanRows rows;
    private final RebuildMember rebuild;
    private final InstanceLocks locks;
    private final Fence fence;
    private final Retried transactions;
    private final Jobs jobs;

    JudgeStrangers(
            StrangerFacts facts,
            OrphanRows rows,
            RebuildMember rebuild,
            InstanceLocks locks,
            Fence fence,
            Retried transactions,
            Jobs jobs) {
        this.facts = facts;
        this.rows = rows;
        this.rebuild = rebuild;
        this.locks = locks;
        this.fence = fence;
        this.transactions = transactions;
        this.jobs = jobs;
    }

    /**
     * @param seen when the look began
     * @param window for how long after a destroy a look may show what is gone
     */
    void judge(String provider, List<Instance> instances, Instant seen, Duration window) {
        List<Stranger> moving = facts.of(provider, instances).stream()
                .filter(it -> it.moves(seen, window))
                .toList();
        if (!moving.isEmpty()) {
            Set<Long> groups = moving.stream().flatMap(Stranger::groups).collect(Collectors.toCollection(TreeSet::new));
            transactions.run(() -> locked(provider, moving, groups, seen, window));
        }
    }

    /** What was read is read again: a member may have got the token meanwhile, or somebody may have adopted the instance. */
    private void locked(String provider, List<Stranger> moving, Set<Long> groups, Instant seen, Duration window) {
        fence.lock(groups);
        locks.lock(
                provider,
                moving.stream().map(it -> it.key().id()).toList(),
                moving.stream().map(it -> String.valueOf(it.key().token())).toList());
        Set<Long> concerned = new TreeSet<>();
        List<Instance> instances = moving.stream().map(Stranger::instance).toList();
        for (Stranger it : facts.of(provider, instances)) {
            if (it.moves(seen, window) && groups.containsAll(it.groups().toList())) {
                settle(provider, it.rebuildable() ? now(provider, it) : it, seen, window);
                it.groups().forEach(concerned::add);
            }
        }
        fence.raise(concerned);
        jobs.dueSoon(Job.Name.PERFORM, provider);
    }

    /** Another that was rebuilt a moment ago may have filled its group. */
    private Stranger now(String provider, Stranger lost) {
        return facts.of(provider, List.of(lost.instance())).getFirst();
    }

    private void settle(String provider, Stranger stranger, Instant seen, Duration window) {
        Instant now = rows.now();
        if (stranger.rebuildable()) {
            rows.adopted(provider, List.of(rebuild.rebuild(stranger, now)));
            return;
        }
        Optional<Suspicion> suspicion = stranger.suspicion();
        Orphan known = stranger.known();
        if (known == null) {
            suspicion.ifPresent(it -> rows.found(provider, stranger, it, now));
        } else if (suspicion.isEmpty()) {
            rows.over(known, "is explained: it is a living member's, or was released", now);
        } else {
            State state = state(known, suspicion.get(), seen, window);
            rows.again(known, suspicion.get(), state, OrphanCalls.wait(known, state), now);
        }
    }

    private static State state(Orphan known, Suspicion suspicion, Instant seen, Duration window) {
        if (!suspicion.what().doomed() && known.suspicion().what().doomed()) {
            return State.QUARANTINED; // what it was destroyed for is not so
        }
        boolean begins = known.state() == State.QUARANTINED && suspicion.what().doomed();
        return begins || known.outlives(seen, window) ? State.PLANNED : known.state();
    }
}
