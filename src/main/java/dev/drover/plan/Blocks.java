package dev.drover.plan;

import dev.drover.spec.Durations;
import dev.drover.spec.GroupProcess;
import java.util.List;
import java.util.stream.Collectors;

/** Says in words what keeps a plan from doing more: people, the breaker, doubt, and patience that came to its end. */
final class Blocks {
    private static final int NAMED = 5;

    private final Draft draft;
    private final Obstacles obstacles;

    Blocks(Draft draft) {
        this.draft = draft;
        this.obstacles = draft.obstacles;
    }

    void decide() {
        spared(
                Condition.Type.SHRINK_BLOCKED,
                GroupProcess.SHRINK,
                "the group is to be smaller, but these members are ");
        spared(Condition.Type.REPAIR_BLOCKED, GroupProcess.REPAIR, "these members are to be replaced, but they are ");
        spared(
                Condition.Type.ROLLOUT_BLOCKED,
                GroupProcess.ROLL,
                "the rollout comes to its end when nobody holds or protects ");
        breaker();
        gaveUp();
        undrained();
        suspended();
        mislabelled();
        frozen();
    }

    private void frozen() {
        if (!draft.state.frozen()) {
            return;
        }
        List<String> machines = draft.state.orphans().unexplained();
        String names = machines.stream().limit(NAMED).collect(Collectors.joining(", "));
        add(
                Condition.Type.FROZEN,
                obstacles.isFrozenInNeed() ? Condition.CREATES_WAIT : "NothingToMake",
                (machines.size() == 1 ? "a machine carries" : machines.size() + " machines carry")
                        + " the group's label and are none of its members', and nobody knows why: nothing is made until they are"
                        + " adopted or gone: " + names
                        + (machines.size() > NAMED ? " and " + (machines.size() - NAMED) + " more" : ""));
    }

    private void spared(Condition.Type type, GroupProcess process, String what) {
        List<Member> members = obstacles.exempt(process);
        if (!members.isEmpty()) {
            String how = process == GroupProcess.ROLL ? "" : "held or protected: ";
            add(type, "HeldOrProtected", what + how + names(members));
        }
    }

    private void breaker() {
        Breaker breaker = obstacles.breaker();
        if (breaker != null) {
            breaker.until().ifPresent(until -> {
                draft.lookAt(breaker.nextLook());
                add(
                        Condition.Type.REPAIR_SUSPENDED,
                        "TooManyAtOnce",
                        breaker.lines() + " members became unhealthy within "
                                + Durations.format(draft.state
                                        .declared()
                                        .repair()
                                        .breaker()
                                        .window())
                                + ", which is more than " + breaker.limit()
                                + ": none of them is replaced before " + until
                                + ", for replacing would not help if they"
                                + " fail for one common reason");
            });
        }
    }

    private void gaveUp() {
        if (!obstacles.gaveUp().isEmpty()) {
            add(
                    Condition.Type.REPAIR_GAVE_UP,
                    "TooManyReplacements",
                    "replaced " + draft.state.declared().repair().retries()
                            + " times in a row, and failing again; declare a spec that works: "
                            + described(obstacles.gaveUp()));
        }
    }

    private void undrained() {
        if (!obstacles.undrained().isEmpty()) {
            add(
                    Condition.Type.DRAIN_TIMED_OUT,
                    "LeftAlone",
                    "these members are to go, but their work did not stop within "
                            + Durations.format(draft.state.declared().drain().timeout())
                            + ", and they are left alone: " + names(obstacles.undrained()));
        }
    }

    private void suspended() {
        Suspension.of(draft.state).ifPresent(since -> {
            if (since.isAfter(draft.now)) {
                draft.lookAt(since);
            } else {
                add(
                        Condition.Type.PROVISIONING_SUSPENDED,
                        "NoSuccessForADay",
                        "no create has succeeded for 24h, and nothing more is tried since " + since);
            }
        });
        if (!obstacles.unresolved().isEmpty()
                && draft.conditions.stream().noneMatch(it -> it.type() == Condition.Type.PROVISIONING_SUSPENDED)) {
            add(
                    Condition.Type.PROVISIONING_SUSPENDED,
                    "PetInDoubt",
                    "nobody knows whether the creates of these members took effect, and no second machine of one logical id"
                            + " may ever live: look at the provider, destroy what is there, then retry: "
                            + names(obstacles.unresolved()));
        }
    }

    private void mislabelled() {
        if (!obstacles.mislabelled().isEmpty()) {
            add(
                    Condition.Type.LABELS_OUT_OF_DATE,
                    "LabelFailed",
                    "the declared labels could not be set so far on " + names(obstacles.mislabelled()));
        }
    }

    private String described(List<Member> members) {
        return members.stream()
                .limit(NAMED)
                .map(it -> it.id() + " ("
                        + draft.readiness.health(it).map(Health::reason).orElse("no instance") + ")")
                .collect(Collectors.joining(", "));
    }

    static String names(List<Member> members) {
        String names = members.stream()
                .limit(NAMED)
                .map(it -> it.logicalId() == null ? it.id().toString() : it.id() + " (" + it.logicalId() + ")")
                .collect(Collectors.joining(", "));
        return members.size() > NAMED ? names + " and " + (members.size() - NAMED) + " more" : names;
    }

    private void add(Condition.Type type, String reason, String message) {
        draft.conditions.add(new Condition(type, true, reason, message));
    }
}
