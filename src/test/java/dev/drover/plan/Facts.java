package dev.drover.plan;

import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.Phase;
import dev.drover.spec.UpdatePolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What listings, pushes and probes write into the member rows, with the guards of the service's statements. */
final class Facts {
    private final Store store;
    private final Climate climate;

    Facts(Store store, Climate climate) {
        this.store = store;
        this.climate = climate;
    }

    /** How many members a listing that shows none of them would be doubted for. */
    long boundAndStaying() {
        return store.members.stream()
                .filter(it -> it.isBound() && it.state != MemberRow.State.LEAVING)
                .count();
    }

    void listed(Instant begun, List<Instance> shown, Instant now) {
        boolean allMissing = boundAndStaying() >= 2
                && store.members.stream()
                        .filter(it -> it.isBound() && it.state != MemberRow.State.LEAVING)
                        .allMatch(it -> instance(it, shown).isEmpty());
        store.members.forEach(it -> compare(it, begun, instance(it, shown), now));
        Observation before = store.observation;
        boolean recovered = before == null || store.observationTooOld || tooOld(before, now);
        store.observationTooOld = false;
        Instant since = before == null || before.allMissingSince() == null ? begun : before.allMissingSince();
        store.observation =
                new Observation(begun, climate.interval(), Duration.between(begun, now), allMissing ? since : null);
        if (recovered || awaited(begun)) {
            store.wake = true;
        }
    }

    /** The groups are told once that nothing is proven any more. */
    void listingFailed(Instant now) {
        if (store.observation != null && !store.observationTooOld && tooOld(store.observation, now)) {
            store.observationTooOld = true;
            store.wake = true;
        }
    }

    private boolean tooOld(Observation last, Instant now) {
        return !now.isBefore(last.startedAt().plus(climate.interval().multipliedBy(3)))
                && !now.isBefore(last.startedAt().plus(last.duration().multipliedBy(3)));
    }

    private boolean awaited(Instant begun) {
        return store.members.stream()
                .anyMatch(it ->
                        (it.destroy != null && it.destroy.is(Call.State.DONE) && !after(it.destroy.closedAt, begun))
                                || (it.create.is(Call.State.UNKNOWN) && !after(it.create.deadline, begun))
                                || (it.missingSince != null && it.state == MemberRow.State.RUNNING));
    }

    private static boolean after(@Nullable Instant instant, Instant other) {
        return instant == null || instant.isAfter(other);
    }

    private static Optional<Instance> instance(MemberRow row, List<Instance> shown) {
        String token = row.create.id.toString();
        return shown.stream()
                .filter(it -> it.token() != null && it.token().value().equals(token))
                .filter(it ->
                        row.providerId == null || row.providerId.equals(it.id().value()))
                .filter(it -> it.phase() != Phase.GONE)
                .findFirst();
    }

    private void compare(MemberRow row, Instant begun, Optional<Instance> shown, Instant now) {
        if (shown.isPresent()) {
            present(row, shown.get(), begun, now);
        } else if (row.boundAt != null
                && row.missingSince == null
                && !begun.isBefore(row.boundAt.plus(climate.capabilities().consistencyWindow()))) {
            row.missingSince = begun;
            store.wake = true;
        }
    }

    private void present(MemberRow row, Instance instance, Instant begun, Instant now) {
        if (!row.isBound()) {
            row.found = row.found == null ? instance : row.found;
            store.wake |= row.create.is(Call.State.UNKNOWN);
            return;
        }
        if (row.missingSince != null) {
            row.missingSince = null;
            store.wake = true;
        }
        if (row.phase != instance.phase() && !row.phaseSince.isAfter(begun)) {
            row.everReady |= ready(row, now);
            row.fellIllAt = instance.phase() == Phase.STOPPED && row.everReady ? now : row.fellIllAt;
            row.phase = instance.phase();
            row.phaseSince = now;
            row.probe = null;
            row.streak = 0;
            row.streakStatus = null;
            store.wake = true;
        }
    }

    /** What somebody outside says. */
    void reported(MemberRow row, Health.Status status, Duration ttl, Instant now) {
        Report before = row.report;
        boolean again = before != null && before.health().status() == status && !before.expired(now);
        row.everReady |= ready(row, now);
        if (status == Health.Status.UNHEALTHY && row.everReady && !again) {
            row.fellIllAt = now;
        }
        Instant since = before != null && again ? before.health().since() : now;
        row.report = new Report(new Health(status, "as ada says", since), now.plus(ttl));
        store.wake = true;
    }

    private boolean ready(MemberRow row, Instant now) {
        boolean contradicted =
                row.report != null && row.report.health().status() != Health.Status.HEALTHY && !row.report.expired(now);
        if (row.phase != Phase.RUNNING || row.missingSince != null || contradicted) {
            return false;
        }
        if (!climate.probed()) {
            return !row.phaseSince.plus(UpdatePolicy.DEFAULT.minReady()).isAfter(now);
        }
        return row.probe != null
                && row.probe.status() == Health.Status.HEALTHY
                && !row.probe.since().plus(UpdatePolicy.DEFAULT.minReady()).isAfter(now);
    }

    /** One instance whose phase changed, as the provider pushed it. */
    void pushed(Instance instance, Instant now) {
        store.members.stream()
                .filter(it -> instance(it, List.of(instance)).isPresent())
                .forEach(it -> present(it, instance, now, now));
    }

    void lookedUp(ActionRow create, int attempt, Instant begun, Optional<Instance> found) {
        if (found.isPresent()) {
            if (create.member.unended() && !create.member.isBound()) {
                create.member.found = found.get();
            }
        } else if (create.is(Call.State.UNKNOWN) && create.attempts == attempt) {
            create.soughtAt = begun;
        }
        store.wake = true;
    }

    /** One answer of a probe; one healthy answer settles health, three others unsettle it. */
    void probed(MemberRow row, Health.Status answer, Instant now) {
        if (row.state != MemberRow.State.RUNNING || row.phase != Phase.RUNNING || row.missingSince != null) {
            return;
        }
        Health.Status settled = row.probe == null ? null : row.probe.status();
        if (answer == settled) {
            row.streak = 0;
            row.streakStatus = null;
            return;
        }
        row.streak = answer == row.streakStatus ? row.streak + 1 : 1;
        row.streakStatus = answer;
        if (row.streak >= (answer == Health.Status.HEALTHY ? 1 : 3)) {
            row.everReady |= ready(row, now);
            row.fellIllAt = answer == Health.Status.UNHEALTHY && row.everReady ? now : row.fellIllAt;
            row.probe = new Health(answer, answer.name(), now);
            row.streak = 0;
            row.streakStatus = null;
            store.wake = true;
        }
    }
}
