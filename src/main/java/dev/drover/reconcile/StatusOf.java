package dev.drover.reconcile;

import dev.drover.group.GroupStatus;
import dev.drover.plan.Condition;
import dev.drover.plan.Plan;
import dev.drover.plan.Size;
import dev.drover.spec.MemberId;
import java.time.Instant;
import java.util.List;

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
                new GroupStatus.Revisions(current(loaded), revision, revision),
                plan.conditions().stream().map(it -> condition(loaded, it)).toList(),
                plan.waiting().stream()
                        .map(it -> new GroupStatus.Waiting(
                                it.what().text(),
                                it.members().stream().map(MemberId::toString).toList(),
                                it.until()))
                        .toList(),
                loaded.errors());
    }

    private static int current(Loaded loaded) {
        return loaded.state().members().stream()
                .filter(it -> it.bound() != null)
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
