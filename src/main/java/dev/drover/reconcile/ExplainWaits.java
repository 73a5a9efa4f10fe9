package dev.drover.reconcile;

import dev.drover.group.GroupStatus;
import dev.drover.plan.Waiting;
import dev.drover.reconcile.Explanation.Sentence;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the group waits for, the longest waits first: for what nobody can hurry, for others, for a while. */
final class ExplainWaits {
    private final String group;
    private final GroupStatus status;
    private final Phrases phrases;

    ExplainWaits(String group, GroupStatus status, Phrases phrases) {
        this.group = group;
        this.status = status;
        this.phrases = phrases;
    }

    Stream<Sentence> sentences() {
        return Arrays.stream(Waiting.What.values())
                .filter(it -> rank(it) > 0)
                .sorted(Comparator.comparingInt(ExplainWaits::rank))
                .flatMap(what -> status.waitingOn().stream()
                        .filter(it -> it.what().equals(what.text()))
                        .map(it -> sentence(what, it)));
    }

    /** The order in which waits are told; a resume is told with its condition. */
    private static int rank(Waiting.What what) {
        return switch (what) {
            case RESUME -> 0;
            case OBSERVATION -> 1;
            case BREAKER -> 2;
            case PROMOTION -> 3;
            case OUTCOME -> 4;
            case THROTTLE -> 5;
            case BACK_OFF -> 6;
            case BUDGET -> 7;
            case DRAIN -> 8;
            case PROOF_OF_ABSENCE -> 9;
            case ANSWER -> 10;
            case CALL -> 11;
            case BAKE -> 12;
            case READINESS -> 13;
            case ROLLOUT -> 14;
            case LABELS -> 15;
            case ORPHANS -> 16;
        };
    }

    private Sentence sentence(Waiting.What what, GroupStatus.Waiting wait) {
        return new Sentence(wait.what(), told(what, wait), null, next(what, wait), wait.until(), wait.members());
    }

    private static String told(Waiting.What what, GroupStatus.Waiting wait) {
        List<String> members = wait.members();
        return switch (what) {
            case RESUME -> "What is paused would have to act.";
            case BREAKER -> Phrases.are(members) + " to be replaced, and repair is suspended.";
            case DRAIN -> Phrases.are(members) + " to go, and the work there has not stopped yet.";
            case ORPHANS ->
                "Machines of the group that are no member's are being destroyed, and count until a listing lacks them.";
            case LABELS -> Phrases.are(members) + " to get other labels.";
            case OBSERVATION ->
                Phrases.are(members)
                        + " to be taken away, and the listings of the provider are not good enough for that.";
            case OUTCOME -> "Whether the provider made " + Phrases.names(members) + " is not known yet.";
            case THROTTLE -> "The provider asked for fewer calls.";
            case BACK_OFF ->
                members.isEmpty()
                        ? "Creates failed, and wait before they are called again."
                        : "A call for " + Phrases.names(members) + " failed, and waits before it is called again.";
            case BUDGET ->
                members.isEmpty()
                        ? "New members are missing, and wait until machines that may still exist are gone."
                        : Phrases.are(members) + " to be replaced, and other repairs are under way.";
            case PROOF_OF_ABSENCE -> Phrases.are(members) + " destroyed, and a listing has to prove it.";
            case ANSWER -> "The provider was called for " + Phrases.names(members) + ", and has not answered yet.";
            case CALL -> "The call for " + Phrases.names(members) + " is planned, and waits for its turn.";
            case PROMOTION ->
                "The new revision has proved itself in the canary, and somebody has to promote the rollout.";
            case BAKE -> "The canary is watched before the other members follow.";
            case ROLLOUT -> Phrases.are(members) + " to be replaced as soon as enough others are ready without them.";
            case READINESS -> Phrases.are(members) + " healthy, and not for long enough to count as ready.";
        };
    }

    private @Nullable String next(Waiting.What what, GroupStatus.Waiting wait) {
        if (wait.until() == null) {
            return null;
        }
        String at = phrases.at(Objects.requireNonNull(wait.until()));
        return switch (what) {
            case ANSWER -> "Without an answer by " + at + " Drover finds out what became of the call.";
            case OUTCOME -> "From " + at + " on, a look that finds nothing proves that it was not made.";
            case BACK_OFF -> "The next attempt is at " + at + ", or at once after POST /v1/groups/" + group + "/retry.";
            case THROTTLE -> "Creates go on at " + at + ".";
            case READINESS -> "The first is ready at " + at + ", if it stays healthy.";
            case BREAKER -> "Repair goes on at " + at + ", or at once after POST /v1/groups/" + group + "/retry.";
            case DRAIN -> "At " + at + " that is waited for no more.";
            case BAKE -> "The others follow at " + at + ", if it stays healthy.";
            case CALL, LABELS, ORPHANS, PROOF_OF_ABSENCE, OBSERVATION, BUDGET, RESUME, ROLLOUT, PROMOTION ->
                "That ends at " + at + " at the latest.";
        };
    }
}
