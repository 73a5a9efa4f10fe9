package dev.drover.reconcile;

import dev.drover.group.GroupStatus;
import dev.drover.plan.Bound;
import dev.drover.plan.Health;
import dev.drover.plan.Member;
import dev.drover.plan.Waiting;
import dev.drover.provider.spi.Phase;
import dev.drover.reconcile.Explanation.Sentence;
import dev.drover.spec.GroupProcess;
import dev.drover.spec.RepairPolicy;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The members that are to stay, and do not serve: since when, why, and what becomes of them. */
final class ExplainMembers {
    private static final int TOLD = 10;

    private final Loaded loaded;
    private final GroupStatus status;
    private final Phrases phrases;

    ExplainMembers(Loaded loaded, GroupStatus status, Phrases phrases) {
        this.loaded = loaded;
        this.status = status;
        this.phrases = phrases;
    }

    Stream<Sentence> sentences() {
        List<Failing> failing = loaded.state().members().stream()
                .filter(it -> it.leaving() == null && it.wishes().request() == null)
                .flatMap(it -> Stream.ofNullable(failureOf(it)))
                .sorted(Comparator.comparing(Failing::since)
                        .thenComparing(it -> it.member().id()))
                .toList();
        Stream<Sentence> told = failing.stream().limit(TOLD).map(this::sentence);
        return failing.size() > TOLD ? Stream.concat(told, Stream.of(others(failing))) : told;
    }

    /** Why one of them does not serve, and what becomes of it; empty if it serves, or nobody knows. */
    Optional<Sentence> failing(Member member) {
        return Optional.ofNullable(failureOf(member)).map(this::sentence);
    }

    private static Sentence others(List<Failing> failing) {
        List<String> others = failing.stream()
                .skip(TOLD)
                .map(it -> it.member().id().toString())
                .toList();
        return new Sentence("member", others.size() + " more members do not serve.", null, null, null, others);
    }

    private @Nullable Failing failureOf(Member member) {
        Bound bound = member.bound();
        if (bound == null || loaded.state().lost(member.provider())) {
            return null;
        }
        if (bound.missingSince() != null) {
            return new Failing(
                    member, bound, "is missing in the listings of " + member.provider(), bound.missingSince());
        }
        Health health = bound.health(loaded.state().declared().probed(), loaded.now());
        return health.status() == Health.Status.UNHEALTHY
                ? new Failing(member, bound, "is unhealthy", health.since())
                : null;
    }

    private Sentence sentence(Failing failing) {
        String id = failing.member().id().toString();
        String reason = failing.bound().missingSince() != null
                ? ""
                : ": "
                        + failing.bound()
                                .health(loaded.state().declared().probed(), loaded.now())
                                .reason();
        Instant startupEnd = startupEnd(failing);
        boolean waits = startupEnd != null && startupEnd.isAfter(loaded.now());
        return new Sentence(
                "member",
                phrases.sentence(id + " " + failing.words() + " since " + phrases.at(failing.since()) + reason),
                failing.since(),
                next(id, failing, waits ? startupEnd : null),
                waits ? startupEnd : null,
                List.of(id));
    }

    private String next(String id, Failing failing, @Nullable Instant startupEnd) {
        if (waits(Waiting.What.RESUME, id)) {
            return "It is replaced once what is paused is resumed.";
        }
        if (failing.member().wishes().held()) {
            return "It is left as it is, for it is held: POST /v1/members/" + id + "/unhold lets it be replaced.";
        }
        if (failing.member().wishes().shielded() && failing.bound().missingSince() == null) {
            return "It is left as it is, for it is protected: POST /v1/members/" + id
                    + "/unprotect lets it be replaced.";
        }
        if (waits(Waiting.What.BREAKER, id)) {
            return "It is replaced when repair goes on, see RepairSuspended.";
        }
        if (waits(Waiting.What.BUDGET, id)) {
            return "It is replaced when a repair under way has ended: repair.maxInFlight allows no more at once.";
        }
        if (waits(Waiting.What.OBSERVATION, id)) {
            return "It is replaced once a good listing of its provider is there.";
        }
        if (gaveUp(failing)) {
            return "It is not replaced any more, see RepairGaveUp.";
        }
        if (onlyReported(failing)) {
            return "It is left as it is: repair.unhealthy is report.";
        }
        return startupEnd == null
                ? "It is replaced as soon as it surely serves nobody."
                : "It is replaced at " + phrases.at(startupEnd)
                        + ", when its startup ends, unless it is healthy by then.";
    }

    private boolean waits(Waiting.What what, String member) {
        return status.waitingOn().stream()
                .anyMatch(it -> it.what().equals(what.text()) && it.members().contains(member));
    }

    /** The condition names only the first of many members. */
    private boolean gaveUp(Failing failing) {
        Member member = failing.member();
        return status.conditions().stream()
                .filter(it -> it.type().equals("RepairGaveUp"))
                .anyMatch(it -> it.message().contains(member.id().toString())
                        || member.replacedTooOften(
                                failing.since(), loaded.state().declared()));
    }

    private boolean onlyReported(Failing failing) {
        return failing.bound().missingSince() == null
                && failing.bound().phase() == Phase.RUNNING
                && loaded.state().declared().repair().unhealthy() == RepairPolicy.Unhealthy.REPORT;
    }

    /** When a member that was never ready has had its time; null if it was ready, or its clock stands still. */
    private @Nullable Instant startupEnd(Failing failing) {
        Bound bound = failing.bound();
        boolean counts = bound.phase() == Phase.RUNNING && bound.missingSince() == null && !bound.everReady();
        return counts && !loaded.state().paused().since().containsKey(GroupProcess.REPAIR)
                ? bound.at()
                        .plus(bound.stoodStill())
                        .plus(loaded.state().declared().startup())
                : null;
    }

    private record Failing(Member member, Bound bound, String words, Instant since) {}
}
