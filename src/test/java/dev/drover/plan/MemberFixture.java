package dev.drover.plan;

import static dev.drover.plan.CallFixture.call;
import static dev.drover.plan.GroupFixture.LISTED;
import static dev.drover.plan.GroupFixture.NOW;
import static dev.drover.plan.GroupFixture.PROVIDER;
import static dev.drover.plan.GroupFixture.id;

import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.LogicalId;
import dev.drover.provider.spi.Phase;
import dev.drover.provider.spi.ProviderId;
import dev.drover.provider.spi.Token;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One member. If nothing else is said it was made an hour ago and is ready. */
final class MemberFixture {
    private final int number;
    private CallFixture create = call(Call.State.DONE);
    private boolean hasInstance = true;
    private Instant createdAt = NOW.minus(Duration.ofHours(1));
    private @Nullable Instant boundAt;
    private int revision = 1;
    private Lineage lineage = Lineage.FIRST;
    private Phase phase = Phase.RUNNING;
    private @Nullable Instant phaseSince;
    private @Nullable Health probe;
    private boolean everReady;
    private @Nullable Instant missingSince;
    private @Nullable Instance found;
    private Member.@Nullable Leaving leaving;
    private @Nullable CallFixture destroy;
    private Duration stoodStill = Duration.ZERO;
    private boolean held;
    private boolean shielded;
    private boolean anew;
    private boolean self;
    private boolean drains;
    private boolean keepsLabels;
    private Wishes.@Nullable Kind request;
    private Member.@Nullable Drain drain;
    private @Nullable Report report;
    private @Nullable Instant fellIllAt;
    private @Nullable LogicalId logicalId;
    private @Nullable Integer index;
    private long labelled = 1;
    private @Nullable CallFixture label;

    private MemberFixture(int number) {
        this.number = number;
    }

    static MemberFixture member(int number) {
        return new MemberFixture(number);
    }

    /** A member whose instance nobody knows yet. */
    static MemberFixture creating(int number, CallFixture create) {
        MemberFixture member = new MemberFixture(number);
        member.hasInstance = false;
        member.create = create;
        member.createdAt = NOW.minusSeconds(5);
        return member;
    }

    static MemberFixture creating(int number, Call.State state) {
        return creating(number, call(state));
    }

    MemberFixture created(Instant instant) {
        createdAt = instant;
        return this;
    }

    MemberFixture boundAt(Instant instant) {
        boundAt = instant;
        return this;
    }

    MemberFixture revision(int declared) {
        revision = declared;
        return this;
    }

    /** The {@code strikes}-th replacement in a row. */
    MemberFixture replaces(int predecessor, int strikes) {
        lineage = new Lineage(id(predecessor), strikes);
        return this;
    }

    MemberFixture stopped() {
        return phase(Phase.STOPPED, NOW.minusSeconds(3));
    }

    MemberFixture phase(Phase seen, Instant since) {
        phase = seen;
        phaseSince = since;
        return this;
    }

    MemberFixture missing() {
        return missingSince(LISTED);
    }

    MemberFixture missingSince(Instant instant) {
        missingSince = instant;
        return this;
    }

    MemberFixture healthy(Instant since) {
        probe = new Health(Health.Status.HEALTHY, "answers", since);
        return this;
    }

    MemberFixture unhealthy() {
        return unhealthy(NOW.minusSeconds(3));
    }

    MemberFixture unhealthy(Instant since) {
        probe = new Health(Health.Status.UNHEALTHY, "connection refused", since);
        return this;
    }

    MemberFixture unknown(Instant since) {
        probe = new Health(Health.Status.UNKNOWN, "no answer", since);
        return this;
    }

    MemberFixture everReady() {
        everReady = true;
        return this;
    }

    MemberFixture found() {
        found = instance(number);
        return this;
    }

    MemberFixture leaving(Why why) {
        leaving = new Member.Leaving(NOW.minusSeconds(4), why, false);
        return this;
    }

    MemberFixture leavingReplaced(Why why) {
        leaving = new Member.Leaving(NOW.minusSeconds(4), why, true);
        return this;
    }

    MemberFixture destroy(Call.State state) {
        return destroy(call(state));
    }

    MemberFixture destroy(CallFixture action) {
        destroy = action;
        return this;
    }

    MemberFixture detachedWithItsLabels() {
        keepsLabels = true;
        return detached();
    }

    MemberFixture detached() {
        request = Wishes.Kind.DETACH;
        return this;
    }

    MemberFixture destroyRequested() {
        request = Wishes.Kind.DESTROY;
        return this;
    }

    MemberFixture held() {
        held = true;
        return this;
    }

    MemberFixture shielded() {
        shielded = true;
        return this;
    }

    MemberFixture anew() {
        anew = true;
        return this;
    }

    MemberFixture self() {
        self = true;
        return this;
    }

    MemberFixture drains() {
        drains = true;
        return this;
    }

    /** Its work is being stopped for this long. */
    MemberFixture draining(Duration since, CallFixture call) {
        drains = true;
        drain = new Member.Drain(NOW.minus(since), call.build(number, Call.Kind.DRAIN));
        return this;
    }

    MemberFixture reported(Health.Status status, Instant since, Instant until) {
        report = new Report(new Health(status, "as somebody says", since), until);
        return this;
    }

    MemberFixture fellIll(Instant instant) {
        fellIllAt = instant;
        return this;
    }

    MemberFixture pet(String id) {
        logicalId = new LogicalId(id);
        return this;
    }

    MemberFixture index(int kept) {
        index = kept;
        return this;
    }

    MemberFixture labelled(long generation) {
        labelled = generation;
        return this;
    }

    MemberFixture label(CallFixture call) {
        label = call;
        return this;
    }

    /** Repair was paused for this long since its instance became known, and goes on now. */
    MemberFixture stoodStill(Duration duration) {
        stoodStill = duration;
        return this;
    }

    static Instance instance(int number) {
        return new Instance(
                new ProviderId("machine-" + number),
                new Token(new UUID(1, number).toString()),
                Map.of(),
                Phase.RUNNING,
                List.of(),
                Map.of(),
                null);
    }

    Member build(int position) {
        return new Member(
                id(number),
                index == null ? position : index,
                logicalId,
                revision,
                PROVIDER,
                createdAt,
                lineage,
                create.build(number, Call.Kind.PROVISION),
                hasInstance ? bound() : null,
                found,
                leaving,
                drains,
                drain,
                destroy == null ? null : destroy.build(number, Call.Kind.DESTROY),
                labelled,
                label == null ? null : label.build(number, Call.Kind.LABEL),
                self,
                new Wishes(
                        held,
                        shielded,
                        anew,
                        request == null ? null : new Wishes.Request(request, "ada", keepsLabels)));
    }

    private Bound bound() {
        Instant at = boundAt == null ? createdAt : boundAt;
        Health settled = probe == null ? new Health(Health.Status.HEALTHY, "answers", at) : probe;
        return new Bound(
                at,
                stoodStill,
                phase,
                phaseSince == null ? at : phaseSince,
                null,
                false,
                settled,
                report,
                everReady,
                fellIllAt,
                missingSince);
    }
}
