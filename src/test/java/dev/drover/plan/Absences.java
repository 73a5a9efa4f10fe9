package dev.drover.plan;

import java.time.Instant;

/** Nobody has the provider configured for a while, or its host is away. Whoever was asked before still answers. */
final class Absences {
    private static final double LIKELY = 0.3;

    private final World world;
    private final Dice dice;
    private final boolean happen;

    Absences(World world) {
        this.world = world;
        this.dice = world.dice;
        this.happen = dice.chance(0.5);
    }

    void begin() {
        if (!happen || world.calm()) {
            return;
        }
        if (dice.chance(LIKELY) && !lost()) {
            lose();
        }
        world.time.after(dice.seconds(10, 120), this::begin);
    }

    /** Whether nothing can be called, listed or looked up. */
    boolean lost() {
        return world.store.reach.lostSince().isPresent();
    }

    private void lose() {
        Instant now = world.time.now();
        boolean away = dice.chance(0.5);
        world.trace("the provider is", away ? "away" : "configured nowhere");
        set(away ? new Reach(null, now, "hermes", null) : new Reach(now, null, null, null));
        world.time.after(dice.seconds(1, 180), this::end);
    }

    void end() {
        if (lost()) {
            world.trace("the provider is back");
            set(new Reach(null, null, null, world.time.now()));
            world.performer.dueNow();
        }
    }

    private void set(Reach reach) {
        world.store.reach = reach;
        world.store.wake = true;
        world.wake();
    }

    /** Nothing is done while it is so, and nothing proven. */
    static void rule(GroupState state, Plan plan) {
        boolean lost = state.providers().values().stream()
                .map(ProviderState::reach)
                .anyMatch(it -> it.awaySince() != null || it.nowhereSince() != null);
        if (!lost) {
            return;
        }
        boolean only =
                plan.actions().stream().allMatch(Action.Unlabel.class::isInstance); // which waits until somebody can
        if (!only) {
            throw new Violation("nobody can ask the provider, and yet it is planned: " + plan.actions());
        }
        if (plan.changes().stream()
                .anyMatch(it -> it instanceof Change.MemberEnded over && over.tombstone() == Change.Tombstone.ENDED)) {
            throw new Violation("nobody can ask the provider, and yet a machine is said to be gone: " + plan.changes());
        }
    }
}
