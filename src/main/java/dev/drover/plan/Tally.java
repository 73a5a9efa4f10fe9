package dev.drover.plan;

import dev.drover.spec.MemberId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a forecast has seen so far. */
final class Tally {
    private final GroupState first;
    private final NewIds ids;
    private final int readyAtFirst;
    private final List<Foreseen> actions = new ArrayList<>();
    private final Map<Foreseen.Kind, Integer> counts = new EnumMap<>(Foreseen.Kind.class);
    private final Map<String, Warning> warnings = new LinkedHashMap<>();
    private int leastReady;
    private int machines;
    private int surge;

    Tally(GroupState first, int readyAtFirst, NewIds ids) {
        this.first = first;
        this.ids = ids;
        this.readyAtFirst = readyAtFirst;
        this.leastReady = readyAtFirst;
        for (Foreseen.Kind kind : Foreseen.Kind.values()) {
            counts.put(kind, 0);
        }
        Warning.noRoom(first.declared().update(), first.wanted()).ifPresent(this::warn);
    }

    void note(GroupState state, Planner.Look look) {
        Plan plan = look.plan();
        leastReady = Math.min(leastReady, plan.size().ready());
        machines = Math.max(machines, plan.size().possible());
        surge = Math.max(surge, Math.min(look.staying() - state.wanted(), maxSurge()));
        if (!plan.actions().isEmpty()) {
            Map<MemberId, Integer> revisions = new LinkedHashMap<>();
            state.members().forEach(it -> revisions.put(it.id(), it.revision()));
            plan.actions().forEach(it -> note(it, revisions));
        }
    }

    private void note(Action action, Map<MemberId, Integer> revisions) {
        if (action instanceof Action.Unlabel) {
            return; // of an instance that is none of the group's any more
        }
        Foreseen foreseen = switch (action) {
            case Action.Provision it ->
                new Foreseen(Foreseen.Kind.PROVISION, ids.upcoming(it.member().ordinal()), it.why(), it.revision());
            case Action.ProvisionAgain it -> of(Foreseen.Kind.PROVISION_AGAIN, it.member(), null, revisions);
            case Action.Drain it -> of(Foreseen.Kind.DRAIN, it.member(), it.why(), revisions);
            case Action.Label it -> of(Foreseen.Kind.LABEL, it.member(), Why.RELABEL, revisions);
            case Action.Destroy it -> of(Foreseen.Kind.DESTROY, it.member(), it.why(), revisions);
            case Action.Unlabel it -> throw new IllegalArgumentException("not the group's: " + it);
        };
        actions.add(foreseen);
        counts.merge(foreseen.kind(), 1, Integer::sum);
    }

    private Foreseen of(Foreseen.Kind kind, MemberId member, @Nullable Why why, Map<MemberId, Integer> revisions) {
        return new Foreseen(kind, ids.name(member), why, revisions.getOrDefault(member, 0));
    }

    void warnOf(Plan plan) {
        plan.conditions().stream()
                .filter(it -> it.type() != Condition.Type.CONVERGED && it.type() != Condition.Type.READY)
                .map(Warning::of)
                .forEach(this::warn);
    }

    private void warn(Warning warning) {
        warnings.putIfAbsent(warning.type(), warning);
    }

    void promoted(GroupState state, Rollout rollout) {
        warn(Warning.promotion(state, rollout, actions.size()));
    }

    Forecast cutOff(Plan last, int effort) {
        warn(Warning.cutOff(effort));
        return forecast(Ending.unfinished(last), false);
    }

    Forecast complete(Ending ending) {
        return forecast(ending, true);
    }

    private Forecast forecast(Ending ending, boolean complete) {
        if (leastReady == 0 && readyAtFirst > 0 && first.wanted() > 0) {
            warn(Warning.noneReady());
        }
        return new Forecast(
                actions,
                counts,
                new Budget(surge, maxSurge(), machines, first.ceiling()),
                leastReady,
                ending,
                List.copyOf(warnings.values()),
                complete);
    }

    private int maxSurge() {
        return first.ceiling() - first.declared().size();
    }
}
