package dev.drover.plan;

import static dev.drover.plan.CallFixture.call;
import static dev.drover.plan.GroupFixture.NOW;
import static dev.drover.plan.GroupFixture.destroy;
import static dev.drover.plan.GroupFixture.group;
import static dev.drover.plan.GroupFixture.grow;
import static dev.drover.plan.GroupFixture.id;
import static dev.drover.plan.MemberFixture.creating;
import static dev.drover.plan.MemberFixture.member;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FillTest {
    @Test
    void growingProvisionsAllMissingAtOnce() {
        assertThat(group(3).plan().actions()).containsExactly(grow(1, 0), grow(2, 1), grow(3, 2));
    }

    @Test
    void aNewMemberGetsTheLowestFreeIndex() {
        GroupState state = group(3).ready(1, 3).state();
        List<Member> withoutTheSecond =
                state.members().stream().filter(it -> it.index() != 1).toList();

        assertThat(Planner.plan(with(state, withoutTheSecond), NOW).actions()).containsExactly(grow(1, 1));
    }

    private static GroupState with(GroupState state, List<Member> members) {
        return new GroupState(
                state.group(),
                state.lifecycle(),
                state.declared(),
                state.admitted(),
                state.rollout(),
                state.paused(),
                members,
                state.unreplaced(),
                state.casualties(),
                state.indices(),
                state.failures(),
                state.providers(),
                state.orphans(),
                state.lastPass());
    }

    @Test
    void aCreateNeedsFewerPossibleMachinesThanSizeAndSurge() {
        Plan plan = group(2).ready(1, 1)
                .with(member(2).leaving(Why.SURPLUS).destroy(call(Call.State.UNKNOWN)))
                .with(member(3).leaving(Why.SURPLUS).destroy(call(Call.State.CALLED)))
                .plan();

        assertThat(plan.actions()).isEmpty();
        assertThat(plan.size().possible()).isEqualTo(3);
        assertThat(plan.waiting()).extracting(Waiting::what).contains(Waiting.What.BUDGET);
    }

    @Test
    void cattleWhoseDestroyTheProviderAcceptedNoLongerCount() {
        Plan plan = group(2).ready(1, 1)
                .with(member(2).leaving(Why.SURPLUS).destroy(call(Call.State.UNKNOWN)))
                .with(member(3)
                        .leaving(Why.SURPLUS)
                        .destroy(call(Call.State.UNKNOWN).accepted()))
                .plan();

        assertThat(plan.actions()).containsExactly(grow(1, 3));
    }

    @Test
    void fillingGoesOnWithoutAGoodListing() {
        assertThat(group(2).listed(null).ready(1, 1).plan().actions()).containsExactly(grow(1, 1));
    }

    @Test
    void aPlannedDestroyOfASurplusMemberIsUndoneIfItIsWantedAgain() {
        Plan plan = group(2).ready(1, 1)
                .with(member(2).leaving(Why.SURPLUS).destroy(Call.State.PLANNED))
                .plan();

        assertThat(plan.changes()).containsExactly(new Change.MemberKept(id(2)));
        assertThat(plan.actions()).isEmpty();
    }

    @Test
    void aCalledCreateThatWasToLeaveStaysIfItIsWantedAgain() {
        Plan plan = group(2).ready(1, 1)
                .with(creating(2, Call.State.CALLED).leaving(Why.SURPLUS))
                .plan();

        // The answer is awaited first.
        assertThat(plan.changes()).containsExactly(new Change.MemberKept(id(2)));
        assertThat(plan.actions()).isEmpty();
    }

    @Test
    void aDestroyThatWasEverCalledIsNeverUndone() {
        CallFixture calledBefore = call(Call.State.PLANNED).doubtful();
        CallFixture failed = call(Call.State.FAILED).attempts(1).answeredAt(NOW.minus(Duration.ofHours(1)));

        Plan planned = group(1).with(member(1).leaving(Why.SURPLUS).destroy(calledBefore))
                .plan();
        Plan answered =
                group(1).with(member(1).leaving(Why.SURPLUS).destroy(failed)).plan();

        assertThat(planned.changes()).isEmpty();
        assertThat(planned.actions()).containsExactly(grow(1, 1));
        assertThat(answered.changes()).isEmpty();
        assertThat(answered.actions()).containsExactly(destroy(1, Why.SURPLUS), grow(1, 1));
    }

    @Test
    void aMissingMemberIsNotKept() {
        Plan plan = group(1).with(member(1).missing().leaving(Why.SURPLUS).destroy(Call.State.PLANNED))
                .plan();

        assertThat(plan.changes()).isEmpty();
    }

    @Test
    void aPlannedCreateThatACommandFencedIsPlannedAgainIfItIsStillWanted() {
        Plan plan =
                group(1).with(creating(1, call(Call.State.PLANNED).fenced())).plan();

        assertThat(plan.changes()).containsExactly(new Change.Restamped(id(1), Call.Kind.PROVISION));
    }

    @Test
    void aFencedDestroyIsPlannedAgainIfItIsStillWanted() {
        Plan plan = group(1).ready(1, 1)
                .with(member(2)
                        .leaving(Why.SURPLUS)
                        .destroy(call(Call.State.PLANNED).fenced()))
                .plan();

        assertThat(plan.changes()).containsExactly(new Change.Restamped(id(2), Call.Kind.DESTROY));
    }

    @Test
    void aPlannedCreateOfAnOlderRevisionIsCancelledAndMadeNew() {
        Plan plan = group(1).revision(2).with(creating(1, Call.State.PLANNED)).plan();

        assertThat(plan.changes()).contains(new Change.MemberCancelled(id(1), Why.OUTDATED));
        assertThat(plan.actions()).singleElement().isInstanceOf(Action.Provision.class);
    }

    @Test
    void aPlannedCreateIsCancelledIfThereIsNoRoomForItAnyMore() {
        Plan plan = group(1).with(creating(1, Call.State.PLANNED))
                .with(member(2).leaving(Why.SURPLUS).destroy(Call.State.CALLED))
                .with(member(3).leaving(Why.SURPLUS).destroy(Call.State.CALLED))
                .plan();

        assertThat(plan.changes()).containsExactly(new Change.MemberCancelled(id(1), Why.SURPLUS));
        assertThat(plan.actions()).isEmpty();
    }

    @Test
    void nothingIsMadeByAProviderThatNobodyConfigured() {
        Plan plan = group(1).providerNotConfigured().plan();

        assertThat(plan.quiet()).isTrue();
        assertThat(plan.holds(Condition.Type.PROVIDER_MISSING)).isTrue();
    }
}
