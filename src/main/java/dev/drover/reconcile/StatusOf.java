package dev.drover.reconcile;

import dev.drover.group.GroupStatus;
import dev.drover.plan.Change;
import dev.drover.plan.Condition;
import dev.drover.plan.Plan;
import dev.drover.plan.Rollout;
import dev.drover.plan.Size;
import dev.drover.plan.Template;
import dev.drover.plan.Waiting;
import dev.drover.spec.MemberId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The status that a plan leaves behind. A condition that held before keeps its instant. */
final class StatusOf {
    private StatusOf() {}

    static GroupStatus plan(Loaded loaded, Plan plan) {
        int revision = loaded.state().declared().revision();
        return new GroupStatus(
                loaded.state().declared().generation(),
                plan.converged(),
                plan.holds(Condition.Type.READY),
                size(plan.size()),
                new GroupStatus.Revisions(current(loaded, plan), admitted(loaded, plan), revision),
                rollout(loaded, plan),
                plan.conditions().stream().map(it -> condition(loaded, it)).toList(),
                waiting(plan),
                loaded.errors());
    }

    /** What many members wait for until the same instant is one wait. */
    private static List<GroupStatus.Waiting> waiting(Plan plan) {
        record Wait(Waiting.What what, @Nullable Instant until) {}
        Map<Wait, List<MemberId>> waits = new LinkedHashMap<>();
        plan.waiting()
                .forEach(it -> waits.computeIfAbsent(new Wait(it.what(), it.until()), wait -> new ArrayList<>())
                        .addAll(it.members()));
        return waits.entrySet().stream()
                .map(it -> new GroupStatus.Waiting(
                        it.getKey().what().text(),
                        it.getValue().stream().map(MemberId::toString).toList(),
                        it.getKey().until()))
                .toList();
    }

    private static Optional<Rollout> newest(Loaded loaded, Plan plan) {
        return plan.changes().stream()
                .filter(Change.RolloutChanged.class::isInstance)
                .map(it -> ((Change.RolloutChanged) it).rollout())
                .reduce((first, last) -> last)
                .or(() -> Optional.ofNullable(loaded.state().rollout()));
    }

    private static int admitted(Loaded loaded, Plan plan) {
        return newest(loaded, plan)
                .map(it -> it.promoted() ? it.target() : it.from())
                .map(Template::revision)
                .orElse(loaded.state().declared().revision());
    }

    private static GroupStatus.@Nullable Rollout rollout(Loaded loaded, Plan plan) {
        StoredRollout stored = loaded.rollout();
        return newest(loaded, plan)
                .map(it -> new GroupStatus.Rollout(
                        it.number(),
                        it.state().name().toLowerCase(Locale.ROOT),
                        it.step().name().toLowerCase(Locale.ROOT),
                        plan.size().updated(),
                        plan.size().desired(),
                        stored != null && stored.number() == it.number() ? stored.startedAt() : loaded.now()))
                .orElse(null);
    }

    /** The oldest that an instance has which this plan does not end. */
    private static int current(Loaded loaded, Plan plan) {
        Set<MemberId> ended = plan.changes().stream()
                .filter(Change.MemberEnded.class::isInstance)
                .flatMap(it -> it.of().stream())
                .collect(Collectors.toUnmodifiableSet());
        return loaded.state().members().stream()
                .filter(it -> it.bound() != null && !ended.contains(it.id()))
                .mapToInt(it -> it.revision())
                .min()
                .orElse(loaded.state().declared().revision());
    }

    private static GroupStatus.Size size(Size size) {
        return new GroupStatus.Size(
                size.desired(),
                size.possible(),
                size.live(),
                size.ready(),
                size.updated(),
                size.unhealthy(),
                size.unknown());
    }

    private static GroupStatus.Condition condition(Loaded loaded, Condition condition) {
        List<GroupStatus.Condition> before =
                loaded.status() == null ? List.of() : loaded.status().conditions();
        return before.stream()
                .filter(it -> it.type().equals(condition.type().text()) && it.status() == condition.holds())
                .findFirst()
                .map(it -> of(condition, it.since()))
                .orElseGet(() -> of(condition, loaded.now()));
    }

    private static GroupStatus.Condition of(Condition condition, Instant since) {
        return new GroupStatus.Condition(
                condition.type().text(), condition.holds(), condition.reason(), condition.message(), since);
    }
}
