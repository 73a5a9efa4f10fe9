package dev.drover.reconcile;

import dev.drover.group.GroupStatus;
import dev.drover.plan.Condition;
import dev.drover.plan.Waiting;
import dev.drover.reconcile.Explanation.Sentence;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The conditions that hold, most blocking first: what only a person lifts, what somebody else does, what time does. */
final class ExplainConditions {
    private final String group;
    private final GroupStatus status;
    private final Phrases phrases;

    ExplainConditions(String group, GroupStatus status, Phrases phrases) {
        this.group = group;
        this.status = status;
        this.phrases = phrases;
    }

    Stream<Sentence> sentences() {
        return Arrays.stream(Condition.Type.values())
                .filter(it -> rank(it) > 0)
                .sorted(Comparator.comparingInt(ExplainConditions::rank))
                .flatMap(type -> holding(type).map(it -> sentence(type, it)).stream());
    }

    /** The order in which conditions are told; those of the headline are not. */
    private static int rank(Condition.Type type) {
        return switch (type) {
            case CONVERGED, READY -> 0;
            case DELETING, RELEASING -> 1; // whatever else holds, nothing is made any more
            case PROVIDER_MISSING -> 2;
            case FROZEN -> 2;
            case PAUSED -> 3;
            case PROVISIONING_SUSPENDED -> 4;
            case ROLLOUT_FAILED -> 5;
            case ROLLOUT_PAUSED -> 6;
            case REPAIR_GAVE_UP -> 7;
            case REPAIR_SUSPENDED -> 8;
            case REPAIR_BLOCKED -> 9;
            case SHRINK_BLOCKED -> 10;
            case ROLLOUT_BLOCKED -> 11;
            case DRAIN_TIMED_OUT -> 12;
            case PROVISIONING_FAILING -> 13;
            case OBSERVATION_STALE -> 14;
            case OBSERVATION_SUSPECT -> 15;
            case HEALTH_UNKNOWN -> 16;
            case LABELS_OUT_OF_DATE -> 17;
            case NOT_VALIDATED -> 18;
        };
    }

    private Optional<GroupStatus.Condition> holding(Condition.Type type) {
        return status.conditions().stream()
                .filter(it -> it.status() && it.type().equals(type.text()))
                .findFirst();
    }

    private Sentence sentence(Condition.Type type, GroupStatus.Condition condition) {
        List<String> members = type == Condition.Type.PAUSED ? waitingForResume() : List.of();
        String what = members.isEmpty()
                ? condition.message()
                : condition.message() + ", and would have to act on " + Phrases.names(members);
        return new Sentence(
                condition.type(),
                condition.type() + " since " + phrases.at(condition.since()) + ": " + phrases.sentence(what),
                condition.since(),
                "It is lifted by " + type.lifts().replace("/v1/groups/{name}", "/v1/groups/" + group) + ".",
                null,
                members);
    }

    private List<String> waitingForResume() {
        return status.waitingOn().stream()
                .filter(it -> it.what().equals(Waiting.What.RESUME.text()))
                .flatMap(it -> it.members().stream())
                .sorted()
                .distinct()
                .toList();
    }
}
