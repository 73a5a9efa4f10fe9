package dev.drover.plan;

import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.LogicalId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The simulated provider: what really exists. It keeps its word: listings lag by the consistency window at most. */
final class Cloud {
    private final Climate climate;
    private final Dice dice;
    private final List<Machine> machines = new ArrayList<>();
    private final Map<UUID, Integer> underWay = new HashMap<>();
    private final Set<Integer> badRevisions = new HashSet<>();
    private int made;

    Cloud(Climate climate, Dice dice) {
        this.climate = climate;
        this.dice = dice;
    }

    void declared(int revision) {
        if (dice.chance(climate.badRevisions())) {
            badRevisions.add(revision);
        }
    }

    /** Whatever has this revision from now on is ill. */
    void spoil(int revision) {
        badRevisions.add(revision);
    }

    boolean bad(int revision) {
        return badRevisions.contains(revision);
    }

    /** A create was sent that will have an effect. */
    void sent(UUID token) {
        underWay.merge(token, 1, Integer::sum);
    }

    boolean isUnderWay(UUID token) {
        return underWay.containsKey(token);
    }

    Machine create(UUID token, int revision, @Nullable LogicalId logicalId, Instant now) {
        underWay.computeIfPresent(token, (it, count) -> count == 1 ? null : count - 1);
        Optional<Machine> same = machines.stream()
                .filter(it -> it.token.equals(token) && it.alive() && !it.stray)
                .findFirst();
        if (same.isPresent()) {
            if (!climate.capabilities().idempotentCreate()) {
                throw new Violation("invariant 3: a second machine of token " + token);
            }
            return same.get();
        }
        if (logicalId != null && alive().stream().anyMatch(it -> logicalId.equals(it.logicalId))) {
            throw new Violation("invariant 5: two machines of " + logicalId + " live");
        }
        Instant started = dice.chance(0.8) ? now : now.plus(dice.seconds(1, 20));
        Machine machine = new Machine("machine-" + ++made, token, revision, logicalId, now, started);
        machine.sick = badRevisions.contains(revision);
        machines.add(machine);
        return machine;
    }

    /** A person detached its member: from now on it is nobody's business, and neither is a second one of its token. */
    void release(UUID token) {
        machines.stream().filter(it -> it.token.equals(token)).forEach(it -> {
            if (it.condemned && it.alive() && !it.stray) {
                throw new Violation("a machine is let go whose destroy was called: " + it.id);
            }
            it.released = true;
        });
    }

    /** Nothing, if it is gone. */
    void unlabel(String id) {
        alive(id).ifPresent(it -> {
            if (!it.released) {
                throw new Violation("invariant 10: labels are taken away from " + id + ", which nobody has let go");
            }
            it.unlabelled = true;
        });
    }

    /** A machine appears that nobody asked for, or not any more. */
    Machine stray(UUID token, int revision, Instant now) {
        Machine machine = new Machine("stray-" + ++made, token, revision, null, now, now);
        machine.stray = true;
        machines.add(machine);
        return machine;
    }

    Optional<Machine> alive(String id) {
        return machines.stream().filter(it -> it.id.equals(id) && it.alive()).findFirst();
    }

    boolean exists(UUID token) {
        return machines.stream().anyMatch(it -> it.token.equals(token) && it.alive() && !it.released && !it.stray);
    }

    List<Machine> alive() {
        return machines.stream().filter(it -> it.alive() && !it.released).toList();
    }

    /** Machines that are, or are going to be, whatever happens: those being destroyed left out. */
    int real() {
        Set<UUID> tokens = new HashSet<>(underWay.keySet());
        machines.stream()
                .filter(it -> it.alive() && !it.condemned && !it.released && !it.stray)
                .forEach(it -> tokens.add(it.token));
        return tokens.size();
    }

    /** What a listing or look-up shows. */
    List<Instance> list(Instant now) {
        List<Instance> shown = new ArrayList<>();
        for (Machine machine : machines) {
            Duration lag = dice.upTo(climate.capabilities().consistencyWindow());
            Instant at = now.minus(lag);
            if (machine.visible(at)) {
                shown.add(machine.seen(at));
            }
        }
        return shown;
    }

    /** Machines that were let go and still carry our labels; a second one of the same token was let go by nobody. */
    List<String> stillLabelled() {
        return machines.stream()
                .filter(it -> it.alive() && it.released && !it.stray && !it.unlabelled)
                .map(it -> it.id)
                .toList();
    }

    void heal() {
        machines.stream().filter(it -> !bad(it.revision)).forEach(it -> it.sick = false);
    }
}
