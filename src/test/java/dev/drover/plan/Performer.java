package dev.drover.plan;

import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.Phase;
import dev.drover.provider.spi.ProviderFailure.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Claims actions, makes the calls and looks tokens up, with all that can go wrong. */
final class Performer {
    private static final Duration DESTROY_TIMEOUT = Duration.ofSeconds(60);
    private static final List<Kind> REFUSALS =
            List.of(Kind.RETRYABLE, Kind.THROTTLED, Kind.OUT_OF_CAPACITY, Kind.REJECTED);

    private final World world;
    private final Dice dice;
    private final Climate climate;
    private final Outcomes outcomes;
    private final Due due;
    int calls;
    int creates;
    int destroys;

    Performer(World world) {
        this.world = world;
        this.dice = world.dice;
        this.climate = world.climate;
        this.outcomes = new Outcomes(world.store);
        this.due = new Due(world.time, this::perform);
    }

    void dueNow() {
        due.in(world.strikes(climate.slowCalls()) ? dice.seconds(0, 30) : dice.upTo(Duration.ofMillis(300)));
    }

    private void perform() {
        for (ActionRow action : world.store.actions()) {
            if (world.store.claimable(action, world.time.now()) && !world.strikes(0.3)) {
                claim(action);
            } else if (action.create && action.is(Call.State.UNKNOWN)) {
                lookUp(action);
            }
        }
        world.strays.perform();
        for (ActionRow action : world.store.unlabels()) {
            if (world.store.claimable(action, world.time.now()) && !world.strikes(0.3)) {
                unlabel(action);
            }
        }
        boolean busy = world.strays.busy()
                || world.store.actions().stream()
                        .anyMatch(it -> it.is(Call.State.PLANNED) || (it.create && it.is(Call.State.UNKNOWN)));
        due.in(busy ? Duration.ofSeconds(1) : Duration.ofSeconds(30));
    }

    /** Whatever it comes to, it is done, or asked for again. */
    private void unlabel(ActionRow action) {
        Instant now = world.time.now();
        String id = String.valueOf(action.member.providerId);
        action.called(now, now.plus(DESTROY_TIMEOUT));
        int attempt = action.attempts;
        world.oracle.unlabelled(action);
        world.trace("called unlabel of", action.member.id, "attempt", attempt);
        boolean lost = world.strikes(climate.lostAnswers());
        boolean refused = world.strikes(climate.refusals());
        world.time.after(latency(DESTROY_TIMEOUT), () -> {
            if (!refused) {
                world.cloud.unlabel(id);
            }
            if (!lost) {
                answer(Duration.ZERO, () -> unlabelled(action, attempt, refused));
            }
        });
        world.time.after(DESTROY_TIMEOUT, () -> outcomes.unlabelAgain(action, attempt, world.time.now()));
    }

    private void unlabelled(ActionRow action, int attempt, boolean refused) {
        if (refused) {
            outcomes.unlabelAgain(action, attempt, world.time.now());
        } else {
            outcomes.unlabelled(action, attempt, world.time.now());
        }
    }

    private void claim(ActionRow action) {
        Instant now = world.time.now();
        calls++;
        Duration timeout = action.create ? climate.capabilities().createTimeout() : DESTROY_TIMEOUT;
        action.called(now, now.plus(timeout));
        creates += action.create && action.attempts == 1 ? 1 : 0;
        destroys += action.kind == Call.Kind.DESTROY && action.attempts == 1 ? 1 : 0;
        world.oracle.called(action);
        world.trace("called", action.kind.text(), "of", action.member.id, "attempt", action.attempts);
        if (world.strikes(climate.deadReplicas() / 2)) {
            world.trace("its replica dies before it is sent");
        } else if (world.strikes(climate.refusals())) {
            refused(action, action.attempts);
        } else if (action.create) {
            create(action, action.attempts, timeout);
        } else {
            switch (action.kind) {
                case DRAIN -> drain(action, action.attempts);
                case LABEL -> label(action, action.attempts);
                default -> destroy(action, action.attempts, timeout);
            }
        }
    }

    private void drain(ActionRow action, int attempt) {
        boolean slow = world.strikes(climate.slowDrains());
        boolean drained = !slow && !busy(action.member);
        if (world.strikes(climate.lostAnswers())) {
            unknown(action, attempt, dice.upTo(DESTROY_TIMEOUT));
        } else {
            answer(effect(action.member), () -> {
                outcomes.drained(action, attempt, drained, world.time.now());
                dueNow();
            });
        }
    }

    private boolean busy(MemberRow row) {
        return row.providerId != null
                && world.cloud.alive(row.providerId).filter(it -> it.busy).isPresent();
    }

    private void label(ActionRow action, int attempt) {
        long generation = world.store.labels();
        if (world.strikes(climate.lostAnswers())) {
            unknown(action, attempt, dice.upTo(DESTROY_TIMEOUT));
        } else {
            answer(effect(action.member), () -> outcomes.labelled(action, attempt, generation, world.time.now()));
        }
    }

    /** How long a call takes until it has reached the member's machine, and is answered. */
    private Duration effect(MemberRow row) {
        Duration effect = latency(DESTROY_TIMEOUT);
        world.time.after(effect, () -> untouchedIfReleased(String.valueOf(row.providerId)));
        return effect;
    }

    private void untouchedIfReleased(String machine) {
        if (world.cloud.alive(machine).filter(it -> it.released).isPresent()) {
            throw new Violation("invariant 10: " + machine + " was let go, and a call reaches it");
        }
    }

    private void refused(ActionRow action, int attempt) {
        Kind kind = dice.pick(REFUSALS);
        double jitter = dice.fraction();
        answer(dice.seconds(0, 6), () -> outcomes.failed(action, attempt, kind, jitter, world.time.now()));
    }

    private void create(ActionRow action, int attempt, Duration timeout) {
        Duration effect = latency(timeout);
        if (world.strikes(climate.lostAnswers() / 2)) {
            world.trace("the create of", action.member.id, "gets lost");
            unknown(action, attempt, dice.upTo(timeout));
            return;
        }
        world.cloud.sent(action.id);
        boolean lost = world.strikes(climate.lostAnswers());
        world.time.after(effect, () -> {
            Machine machine =
                    world.cloud.create(action.id, action.member.revision, action.member.logicalId, world.time.now());
            world.trace(machine.id, "is made for", action.member.id);
            if (!lost) {
                Instance instance = machine.seen(world.time.now());
                answer(latency(timeout), () -> outcomes.provisioned(action, attempt, instance, world.time.now()));
            }
        });
        if (lost) {
            unknown(action, attempt, dice.upTo(timeout));
        } else {
            unknown(action, attempt, timeout);
        }
    }

    private void destroy(ActionRow action, int attempt, Duration timeout) {
        String id = String.valueOf(action.member.providerId);
        Instant calledAt = world.time.now();
        if (world.strikes(climate.lostAnswers() / 2)) {
            unknown(action, attempt, dice.upTo(timeout));
            return;
        }
        boolean lost = world.strikes(climate.lostAnswers());
        world.time.after(latency(Duration.ofSeconds(50)), () -> {
            Optional<Machine> machine = world.cloud.alive(id);
            machine.ifPresent(this::condemn);
            if (!lost && (machine.isPresent() || believable(action, calledAt))) {
                answer(latency(timeout), () -> outcomes.destroyed(action, attempt, world.time.now()));
            } else {
                unknown(action, attempt, dice.seconds(0, 5));
            }
        });
        unknown(action, attempt, timeout);
    }

    /** "Gone already" is not believed of an instance that is too new to be known everywhere. */
    private boolean believable(ActionRow action, Instant calledAt) {
        Instant boundAt = action.member.boundAt;
        return boundAt != null
                && !calledAt.isBefore(boundAt.plus(climate.capabilities().consistencyWindow()));
    }

    void condemn(Machine machine) {
        if (machine.released) {
            throw new Violation("invariant 10: " + machine.id + " was let go, and is destroyed");
        }
        machine.condemned = true;
        if (world.strikes(climate.idleDestroys())) {
            world.trace("the destroy of", machine.id, "is agreed to and forgotten");
        } else {
            world.time.after(latency(Duration.ofSeconds(20)), () -> machine.vanish(world.time.now()));
        }
        world.observer.listSoon();
    }

    private void answer(Duration delay, Runnable outcome) {
        if (world.strikes(climate.deadReplicas())) {
            world.trace("an answer is lost with its replica");
            return;
        }
        Duration stored = world.strikes(climate.slowCalls()) ? delay.plus(dice.seconds(0, 120)) : delay;
        world.time.after(stored, () -> {
            outcome.run();
            world.wake();
        });
    }

    private void unknown(ActionRow action, int attempt, Duration delay) {
        if (!world.strikes(climate.deadReplicas())) {
            world.time.after(delay, () -> {
                outcomes.unknown(action, attempt, world.time.now());
                world.wake();
                dueNow();
            });
        }
    }

    private Duration latency(Duration most) {
        return world.strikes(climate.slowCalls()) ? dice.upTo(most) : dice.upTo(Duration.ofSeconds(2));
    }

    private void lookUp(ActionRow action) {
        Instant begun = world.time.now();
        if (action.seekAfter != null && action.seekAfter.isAfter(begun)) {
            return;
        }
        action.seekAfter = begun.plusSeconds(5);
        int attempt = action.attempts;
        if (world.strikes(climate.failedListings())) {
            return;
        }
        String token = action.id.toString();
        Optional<Instance> found = world.cloud.list(begun).stream()
                .filter(it -> it.token() != null && it.token().value().equals(token))
                .filter(it -> it.phase() != Phase.GONE)
                .findFirst();
        world.time.after(dice.seconds(0, 2), () -> {
            world.facts.lookedUp(action, attempt, begun, found);
            world.wake();
        });
    }
}
