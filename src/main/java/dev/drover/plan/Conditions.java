package dev.drover.plan;

import dev.drover.spec.GroupProcess;
import dev.drover.spec.UpdatePolicy;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says in words what holds for the group: whether it is as declared, and what keeps it from being so. */
final class Conditions {
    private final Draft draft;
    private final GroupState state;
    private final Size size;

    Conditions(Draft draft, Size size) {
        this.draft = draft;
        this.state = draft.state;
        this.size = size;
    }

    void decide() {
        lookWhenReadinessChanges();
        convergedAndReady();
        paused();
        ending();
        provisioning();
        observation();
        health();
        new Blocks(draft).decide();
        rollout();
        validation();
    }

    private void lookWhenReadinessChanges() {
        List<Member> unready = draft.staying().stream()
                .filter(it -> draft.readiness.is(it, Health.Status.HEALTHY) && !draft.readiness.ready(it))
                .toList();
        draft.members().stream()
                .flatMap(it -> Optional.ofNullable(it.bound()).stream())
                .flatMap(it -> Optional.ofNullable(it.reportEnds(draft.now)).stream())
                .forEach(draft::lookAt);
        unready.stream()
                .flatMap(it -> draft.readiness.readyAt(it).stream())
                .min(Instant::compareTo)
                .ifPresent(it -> draft.await(Waiting.What.READINESS, unready, it));
    }

    private void convergedAndReady() {
        boolean active = state.lifecycle() == GroupState.Lifecycle.ACTIVE;
        int target = (int) draft.staying().stream()
                .filter(it -> draft.readiness.ready(it) && asDeclared(it))
                .count();
        boolean ready = active && target >= size.desired();
        if (state.orphans().doomed() > 0) {
            draft.await(Waiting.What.ORPHANS, List.of(), null);
        }
        // What was let go is none of the group's any more.
        boolean settled = draft.actions.stream().allMatch(Action.Unlabel.class::isInstance)
                && state.orphans().doomed() == 0
                && draft.members().size() == size.desired()
                && draft.members().stream()
                        .allMatch(it -> it.bound() != null
                                && it.stays()
                                && it.labelled() == state.declared().labels());
        String progress = target + " of " + size.desired() + " members are ready";
        add(Condition.Type.READY, ready, ready ? "Ready" : "NotReady", progress);
        if (ready && settled) {
            add(Condition.Type.CONVERGED, true, "AsDeclared", "the group is as declared: " + progress);
        } else {
            add(Condition.Type.CONVERGED, false, "InProgress", ready ? progress + ", and work is under way" : progress);
        }
    }

    private boolean asDeclared(Member member) {
        return !member.wishes().anew()
                && (member.revision() == state.declared().revision()
                        || state.declared().update().strategy() == UpdatePolicy.Strategy.ON_REPLACE);
    }

    private void rollout() {
        Rollout rollout = draft.rolling.rollout();
        if (rollout == null || state.lifecycle() != GroupState.Lifecycle.ACTIVE) {
            return;
        }
        String which = "rollout " + rollout.number() + " to revision "
                + rollout.target().revision();
        if (rollout.state() == Rollout.State.FAILED) {
            add(
                    Condition.Type.ROLLOUT_FAILED,
                    rollout.promoted() ? "WhileRolling" : "InTheCanary",
                    which + " failed at " + rollout.endedAt() + ", and goes no further: " + rollout.because());
        } else if (rollout.state() == Rollout.State.PAUSED) {
            add(Condition.Type.ROLLOUT_PAUSED, "PauseRequested", which + " was paused by a person");
        }
    }

    /** Each paused process that would have acted is waited for. */
    private void paused() {
        if (state.paused().nothing() || state.lifecycle() != GroupState.Lifecycle.ACTIVE) {
            return;
        }
        draft.obstacles
                .paused()
                .forEach((process, members) -> draft.await(Waiting.What.RESUME, List.copyOf(members), null));
        add(Condition.Type.PAUSED, pauseIs(), state.paused().sentence());
    }

    private String pauseIs() {
        if (draft.obstacles.isReadinessInNeed()) {
            return Condition.NEEDED_TO_BE_READY;
        }
        if (draft.obstacles.paused().containsKey(GroupProcess.SHRINK)) {
            return Condition.NEEDED_TO_CONVERGE;
        }
        return draft.obstacles.paused().isEmpty() ? "NotNeeded" : "MayBeNeeded";
    }

    private void ending() {
        if (state.lifecycle() == GroupState.Lifecycle.DELETING || state.lifecycle() == GroupState.Lifecycle.ABANDONED) {
            add(Condition.Type.DELETING, "DeleteRequested", draft.members().size() + " members are left to destroy");
        }
        if (state.lifecycle() == GroupState.Lifecycle.RELEASING) {
            add(Condition.Type.RELEASING, "ReleaseRequested", draft.members().size() + " members are left to let go");
        }
    }

    private void provisioning() {
        if (state.provider(state.declared().provider())
                .filter(it -> it.capabilities() != null)
                .isEmpty()) {
            add(
                    Condition.Type.PROVIDER_MISSING,
                    "NotConfigured",
                    "no replica has a provider named " + state.declared().provider()
                            + ": configure it, or delete the group");
        }
        state.unforgivenFailures().stream()
                .max((a, b) -> a.last().compareTo(b.last()))
                .ifPresent(it -> add(
                        Condition.Type.PROVISIONING_FAILING,
                        pascal(it.kind().name()),
                        it.message() + " (" + it.rounds() + " in a row since " + it.since() + ", next attempt at "
                                + it.retryAt() + ")"));
    }

    private void observation() {
        Map<String, List<Member>> byProvider = draft.members().stream()
                .filter(it -> it.bound() != null)
                .collect(Collectors.groupingBy(Member::provider));
        lookWhenEvidenceAges();
        byProvider.keySet().stream().sorted().forEach(it -> {
            if (!draft.evidence.fresh(it)) {
                add(
                        Condition.Type.OBSERVATION_STALE,
                        "NoRecentListing",
                        "provider " + it + " has not been listed lately; nothing is taken away until it is");
            } else if (draft.evidence.suspect(it)) {
                add(
                        Condition.Type.OBSERVATION_SUSPECT,
                        "ManyMissingAtOnce",
                        "the last listing of provider " + it
                                + " lacks so many members at once that it is doubted; another one has to confirm it");
            }
        });
    }

    /**
     * What a listing proved of an instance that it lacks, or of a create without one, it proves no more when it is too old.
     * Where it proved nothing but that all is well, whoever lists the provider tells when he no longer can.
     */
    private void lookWhenEvidenceAges() {
        draft.members().stream()
                .filter(draft.evidence::lacking)
                .map(Member::provider)
                .distinct()
                .flatMap(it -> draft.evidence.goodUntil(it).stream())
                .filter(it -> it.isAfter(draft.now))
                .forEach(draft::lookUnlessListed);
    }

    private void health() {
        List<Member> unknown = draft.staying().stream()
                .filter(it -> draft.readiness.is(it, Health.Status.UNKNOWN))
                .toList();
        List<Member> late =
                unknown.stream().filter(draft.readiness::startupOver).toList();
        unknown.stream()
                .flatMap(it -> draft.readiness.startupEnd(it).stream())
                .filter(it -> it.isAfter(draft.now))
                .forEach(draft::lookAt);
        if (!late.isEmpty()) {
            add(
                    Condition.Type.HEALTH_UNKNOWN,
                    "NoAnswer",
                    "nobody can tell whether these members are healthy: " + Blocks.names(late));
        }
    }

    private void validation() {
        String notValidated = state.declared().notValidated();
        if (notValidated != null) {
            add(Condition.Type.NOT_VALIDATED, "ProviderSilent", notValidated);
        }
    }

    private static String pascal(String constant) {
        return Arrays.stream(constant.split("_"))
                .map(it -> it.charAt(0) + it.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }

    private void add(Condition.Type type, String reason, String message) {
        add(type, true, reason, message);
    }

    private void add(Condition.Type type, boolean holds, String reason, String message) {
        draft.conditions.add(new Condition(type, holds, reason, message));
    }
}
