package dev.drover.plan;

import dev.drover.plan.Waiting.What;
import dev.drover.spec.MemberId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Says in words what a plan decided, and what became different about waits and conditions. */
final class Narrator {
    /** They last a second or two, and nobody learns from them. */
    private static final Set<What> PASSING = Set.of(What.CALL, What.ANSWER);

    /** Their messages count members, which other lines do as well. */
    private static final Set<Condition.Type> TOLD = Set.of(Condition.Type.READY, Condition.Type.CONVERGED);

    private final Names names;
    private final Consumer<String> lines;
    private final Map<Condition.Type, String> raised = new EnumMap<>(Condition.Type.class);
    private Set<String> waits = Set.of();

    Narrator(Names names, Consumer<String> lines) {
        this.names = names;
        this.lines = lines;
    }

    /** A plan was recorded; the new members are the last rows. */
    void tell(Plan plan, List<MemberRow> made) {
        Map<String, List<MemberId>> decided = new LinkedHashMap<>();
        plan.changes().forEach(it -> note(decided, it));
        int next = 0;
        for (Action action : plan.actions()) {
            if (action instanceof Action.Provision provision) {
                MemberRow row = made.get(next++);
                note(decided, made(provision, row), row.id);
            } else {
                note(decided, words(action), action.existing().orElseThrow());
            }
        }
        decided.forEach((words, members) -> lines.accept(words.replace("{}", names.of(members))));
        waits(plan);
        conditions(plan);
    }

    private String made(Action.Provision provision, MemberRow row) {
        MemberId before = provision.lineage().replaces();
        return "make {} at revision " + provision.revision()
                + (row.logicalId == null ? "" : ", index " + row.index)
                + (before == null ? "" : ", in the place of " + names.of(before))
                + ": " + provision.why().sentence();
    }

    private static String words(Action action) {
        return switch (action) {
            case Action.Provision it -> throw new IllegalArgumentException("has no member yet: " + it);
            case Action.ProvisionAgain it -> "make {} once more";
            case Action.Drain it -> "drain {}: " + it.why().sentence();
            case Action.Label it -> "label {}";
            case Action.Destroy it -> "destroy {}: " + it.why().sentence();
            case Action.Unlabel it -> "take the labels away from {}";
        };
    }

    private static void note(Map<String, List<MemberId>> decided, String words, MemberId member) {
        decided.computeIfAbsent(words, it -> new ArrayList<>()).add(member);
    }

    private void note(Map<String, List<MemberId>> decided, Change change) {
        String words = words(change);
        if (!words.isEmpty()) {
            List<MemberId> members = decided.computeIfAbsent(words, it -> new ArrayList<>());
            change.of().ifPresent(members::add);
        }
    }

    private String words(Change change) {
        return switch (change) {
            case Change.OutcomeUnknown it ->
                "give up on the answer to the " + it.kind().text() + " of {}";
            case Change.MemberBound it -> "take the machine that was found for that of {}";
            case Change.MemberLeaving it ->
                "to go when it is there, for " + it.why().sentence() + ": {}";
            case Change.MemberKept it -> "keep {} after all";
            case Change.MemberCancelled it ->
                "do not make {} after all: " + it.why().sentence();
            case Change.MemberEnded it ->
                switch (it.tombstone()) {
                    case ENDED -> "proven gone: {}";
                    case NEVER_CREATED -> "never made: {}";
                    case RELEASED -> "let go: {}";
                };
            case Change.MemberAbandoned it -> "abandon {}";
            case Change.Restamped it -> "";
            case Change.DrainGivenUp it -> "do not wait for the drain of {} any longer";
            case Change.RolloutChanged it -> words(it);
            case Change.RevisionProven it -> "revision " + it.revision() + " is good";
            case Change.RolledBack it -> "declare revision " + it.revision() + " again";
            case Change.GroupDeleted it -> "the group is gone";
            case Change.GroupReleased it -> "the group is released";
        };
    }

    private String words(Change.RolloutChanged change) {
        Rollout rollout = change.rollout();
        String which = "the rollout to revision " + rollout.target().revision();
        return switch (change.what()) {
            case STARTED -> which + " begins" + (rollout.step() == Rollout.Step.CANARY ? ", with a canary" : "");
            case PROGRESSED -> "";
            case CANARY_PASSED -> "the canary of " + which + " is ready";
            case PROMOTED -> which + " is promoted";
            case FAILED -> which + " fails: " + names.told(rollout.because());
            case SUCCEEDED -> which + " has succeeded";
            case SUPERSEDED -> which + " ends: " + rollout.because();
        };
    }

    private void waits(Plan plan) {
        Map<Waiting, List<MemberId>> same = new LinkedHashMap<>();
        plan.waiting().stream()
                .filter(it -> !PASSING.contains(it.what()))
                .forEach(it -> same.computeIfAbsent(
                                new Waiting(it.what(), List.of(), it.until()), none -> new ArrayList<>())
                        .addAll(it.members()));
        Set<String> now = new LinkedHashSet<>();
        same.forEach((waiting, members) -> now.add(words(waiting, names.of(members))));
        if (!now.equals(waits) && !now.isEmpty()) {
            lines.accept("... waits for " + String.join("; for ", now));
        }
        waits = now;
    }

    private String words(Waiting waiting, String whom) {
        String what = switch (waiting.what()) {
            case ANSWER, CALL -> throw new IllegalArgumentException("not worth a word: " + waiting);
            case OUTCOME -> "what came of the create of " + whom;
            case PROOF_OF_ABSENCE -> "proof of the end of " + whom;
            case DRAIN -> whom + " to stop its work";
            case ORPHANS -> "the end of machines that are no member's";
            case LABELS -> "the labels of " + whom;
            case BREAKER -> "the breaker, before it repairs " + whom;
            case READINESS -> whom + " to be ready";
            case BACK_OFF -> "the next attempt" + (whom.isEmpty() ? "" : " with " + whom);
            case THROTTLE -> "the provider, which is throttled";
            case OBSERVATION -> "a good listing" + (whom.isEmpty() ? "" : ", before it takes away " + whom);
            case BUDGET -> "room" + (whom.isEmpty() ? "" : " to repair " + whom);
            case ROLLOUT -> "others, before it replaces " + whom;
            case BAKE -> "the canaries to bake";
            case PROMOTION -> "a person to promote";
            case RESUME -> "the end of a pause";
        };
        return what + (waiting.until() == null ? "" : " until " + names.at(waiting.until()));
    }

    private void conditions(Plan plan) {
        Map<Condition.Type, String> now = new EnumMap<>(Condition.Type.class);
        plan.conditions().stream().filter(Condition::holds).forEach(it -> now.put(it.type(), names.told(it.message())));
        now.forEach((type, message) -> {
            boolean news = TOLD.contains(type) ? !raised.containsKey(type) : !message.equals(raised.get(type));
            if (news) {
                lines.accept("! " + type.text() + ": " + message);
            }
        });
        raised.keySet().stream()
                .filter(it -> !now.containsKey(it))
                .forEach(it -> lines.accept("! no longer " + it.text()));
        raised.clear();
        raised.putAll(now);
    }
}
