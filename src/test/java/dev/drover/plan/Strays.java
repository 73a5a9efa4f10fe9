package dev.drover.plan;

import dev.drover.plan.StrayRow.State;
import dev.drover.plan.StrayRow.What;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.Phase;
import dev.drover.provider.spi.ProviderFailure.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What becomes of machines that are no living member's: what listings say of them, and the journal of their destroys. */
final class Strays {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final World world;
    private final Dice dice;
    private final Climate climate;
    private final Store store;

    Strays(World world) {
        this.world = world;
        this.dice = world.dice;
        this.climate = world.climate;
        this.store = world.store;
    }

    /** A whole listing. */
    void listed(Instant begun, List<Instance> shown, Instant now) {
        List<StrayRow> unseen = new ArrayList<>(store.strays);
        for (Instance it : shown) {
            UUID token = token(it);
            unseen.removeIf(row -> row.is(it.id().value(), token));
            if (it.phase() != Phase.GONE) {
                judge(it.id().value(), token, begun, now);
            }
        }
        unseen.forEach(it -> lacking(it, begun, !shown.isEmpty()));
    }

    private static UUID token(Instance it) {
        return UUID.fromString(it.token() == null ? "" : it.token().value());
    }

    private void judge(String machine, UUID token, Instant begun, Instant now) {
        Optional<What> what = what(machine, token, now);
        Optional<StrayRow> known =
                store.strays.stream().filter(it -> it.is(machine, token)).findFirst();
        if (known.isEmpty()) {
            what.ifPresent(it -> {
                world.trace(machine, "is no living member's:", it);
                store.strays.add(new StrayRow(machine, token, it, now));
                store.fence();
            });
        } else if (what.isEmpty()) {
            forget(known.get());
        } else {
            again(known.get(), what.get(), begun, now);
        }
    }

    private void again(StrayRow row, What what, Instant begun, Instant now) {
        row.lackedAt = null;
        if (row.state == State.CALLED) {
            return;
        }
        row.what = what;
        boolean outlives = row.state == State.DONE
                && row.closedAt != null
                && !begun.isBefore(row.closedAt.plus(climate.capabilities().consistencyWindow()));
        if (outlives) {
            row.state = State.PLANNED;
            row.notBefore = now.plusSeconds(10);
        }
    }

    private Optional<What> what(String machine, UUID token, Instant now) {
        Optional<MemberRow> holder =
                store.members.stream().filter(it -> it.create.id.equals(token)).findFirst();
        if (holder.isPresent()) {
            String own = holder.get().providerId;
            return own == null || own.equals(machine) ? Optional.empty() : Optional.of(What.DUPLICATE);
        }
        Optional<MemberRow> past = store.ended(token);
        if (past.isEmpty()) {
            return Optional.of(What.UNKNOWN);
        }
        Instant deadline = past.get().create.deadline;
        boolean underWay = deadline != null && deadline.isAfter(now);
        return past.get().detached() || underWay ? Optional.empty() : Optional.of(What.ENDED);
    }

    private void lacking(StrayRow row, Instant begun, boolean any) {
        Duration window = climate.capabilities().consistencyWindow();
        Instant last = row.closedAt != null && row.closedAt.isAfter(row.firstSeen) ? row.closedAt : row.firstSeen;
        if (row.state == State.CALLED || begun.isBefore(last.plus(window))) {
            return;
        }
        boolean confirms = row.lackedAt != null
                && !begun.isBefore(row.lackedAt.plus(climate.interval()).plus(window));
        if (any || confirms) {
            world.oracle.forgotten(row);
            forget(row);
        } else if (row.lackedAt == null) {
            row.lackedAt = begun;
        }
    }

    private void forget(StrayRow row) {
        if (row.state != State.CALLED) {
            world.trace(row.machine, "is forgotten");
            store.strays.remove(row);
            store.fence();
        }
    }

    /** Calls what is due; it is judged once more before. */
    void perform() {
        Instant now = world.time.now();
        store.strays.stream()
                .filter(it -> it.state == State.CALLED && it.deadline != null && !it.deadline.isAfter(now))
                .forEach(it -> it.close(it.attempts, State.UNKNOWN, now));
        for (StrayRow row : store.strays) {
            boolean taken = store.members.stream().anyMatch(it -> row.machine.equals(it.providerId));
            if (row.due(now)
                    && !taken
                    && what(row.machine, row.token, now)
                            .filter(row.what::equals)
                            .isPresent()) {
                call(row, now);
            }
        }
    }

    boolean busy() {
        return store.strays.stream().anyMatch(it -> it.state != State.QUARANTINED);
    }

    private void call(StrayRow row, Instant now) {
        row.state = State.CALLED;
        row.attempts++;
        row.deadline = now.plus(TIMEOUT);
        row.closedAt = null;
        store.fence();
        world.performer.calls++;
        int attempt = row.attempts;
        world.trace("the destroy of", row.machine, "is called, attempt", attempt);
        if (world.strikes(climate.deadReplicas() / 2)) {
            world.trace("its replica dies before it is sent");
        } else if (world.strikes(climate.refusals())) {
            world.trace("refused:", Kind.RETRYABLE);
            world.time.after(dice.seconds(0, 6), () -> close(row, attempt, State.FAILED));
        } else {
            send(row, attempt);
        }
    }

    private void close(StrayRow row, int attempt, State to) {
        store.wake |= row.close(attempt, to, world.time.now());
        world.wake();
    }

    private void send(StrayRow row, int attempt) {
        boolean lost = world.strikes(climate.lostAnswers());
        world.time.after(dice.seconds(0, 5), () -> {
            world.cloud
                    .alive(row.machine)
                    .filter(it -> it.token.equals(row.token))
                    .ifPresent(it -> {
                        world.oracle.strayDestroyed(row, it);
                        world.performer.condemn(it);
                    });
            if (!lost) {
                world.time.after(dice.seconds(0, 5), () -> close(row, attempt, State.DONE));
            }
        });
    }
}
