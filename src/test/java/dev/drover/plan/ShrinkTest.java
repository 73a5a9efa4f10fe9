package dev.drover.plan;

import static dev.drover.plan.CallFixture.call;
import static dev.drover.plan.GroupFixture.CREATE_TIMEOUT;
import static dev.drover.plan.GroupFixture.LISTED;
import static dev.drover.plan.GroupFixture.NOW;
import static dev.drover.plan.GroupFixture.WINDOW;
import static dev.drover.plan.GroupFixture.destroy;
import static dev.drover.plan.GroupFixture.group;
import static dev.drover.plan.GroupFixture.id;
import static dev.drover.plan.MemberFixture.creating;
import static dev.drover.plan.MemberFixture.member;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShrinkTest {
    @Test
    void whatIsMoreThanDeclaredIsDestroyed() {
        Plan plan = group(1).ready(1, 3).plan();

        assertThat(plan.actions()).containsExactly(destroy(1, Why.SURPLUS), destroy(2, Why.SURPLUS));
    }

    @Test
    void notReadyMembersAreTheFirstVictims() {
        Plan plan = group(3).with(member(1), member(2), member(3))
                .with(
                        member(4).healthy(NOW.minusSeconds(1)),
                        member(5).unknown(NOW),
                        member(6).unhealthy())
                .plan();

        assertThat(plan.actions())
                .containsExactly(destroy(6, Why.SURPLUS), destroy(5, Why.SURPLUS), destroy(4, Why.SURPLUS));
    }

    @Test
    void aMissingMemberIsTakenBeforeAReadyOne() {
        Plan plan = group(1).with(member(1), member(2).missing()).plan();

        assertThat(plan.actions()).containsExactly(destroy(2, Why.SURPLUS));
    }

    @Test
    void amongReadyMembersTheOutdatedGoFirst() {
        Plan plan = group(1).revision(2)
                .with(
                        member(1).revision(2).created(NOW.minus(Duration.ofHours(2))),
                        member(2),
                        member(3).revision(2))
                .plan();

        assertThat(plan.actions()).contains(destroy(2, Why.SURPLUS));
    }

    @Test
    void thenTheOldestGoThenTheLowestId() {
        Plan plan = group(1).with(member(1), member(2).created(NOW.minus(Duration.ofHours(2))), member(3))
                .plan();

        assertThat(plan.actions()).containsExactly(destroy(2, Why.SURPLUS), destroy(1, Why.SURPLUS));
    }

    @Test
    void plannedCreatesAreCancelledBeforeCalledOnesLeave() {
        Plan one = group(1).with(member(1), creating(2, Call.State.CALLED), creating(3, Call.State.PLANNED))
                .plan();

        assertThat(one.actions()).isEmpty();
        assertThat(one.changes())
                .containsExactly(
                        new Change.MemberCancelled(id(3), Why.SURPLUS), new Change.MemberLeaving(id(2), Why.SURPLUS));
    }

    @Test
    void ifOneHasToGoItIsTheCreateThatNobodyCalled() {
        Plan plan = group(2).with(member(1), creating(2, Call.State.CALLED), creating(3, Call.State.PLANNED))
                .plan();

        assertThat(plan.changes()).containsExactly(new Change.MemberCancelled(id(3), Why.SURPLUS));
    }

    @Test
    void whoSurelyServesNobodyGoesBeforeACreateThatIsUnderWay() {
        for (MemberFixture broken :
                List.of(member(1).stopped(), member(1).missing(), member(1).unhealthy())) {
            Plan plan = group(1).with(broken, creating(2, Call.State.CALLED)).plan();

            assertThat(plan.actions()).containsExactly(destroy(1, Why.SURPLUS));
            assertThat(plan.changes()).isEmpty();
        }
    }

    @Test
    void whoMayStillBeStartingIsFurtherThanACreateThatIsUnderWay() {
        for (MemberFixture starting :
                List.of(member(1).unhealthy(), member(1).unknown(NOW), member(1).healthy(NOW))) {
            Plan plan = group(1).with(starting.boundAt(NOW.minusSeconds(30)), creating(2, Call.State.CALLED))
                    .plan();

            assertThat(plan.actions()).isEmpty();
            assertThat(plan.changes()).containsExactly(new Change.MemberLeaving(id(2), Why.SURPLUS));
        }
    }

    @Test
    void whatSurelyHasNoMachineGoesBeforeWhoServesNobody() {
        CallFixture resolved =
                call(Call.State.UNKNOWN).calledAt(LISTED.minus(CREATE_TIMEOUT).minus(WINDOW));
        for (CallFixture nothing : List.of(call(Call.State.PLANNED), call(Call.State.FAILED), resolved)) {
            Plan plan =
                    group(1).with(member(1).unhealthy(), creating(2, nothing)).plan();

            assertThat(plan.changes()).hasSize(1);
            assertThat(plan.actions()).contains(destroy(1, Why.UNHEALTHY)).doesNotContain(destroy(1, Why.SURPLUS));
        }
    }

    @Test
    void aPlannedCreateOfALeavingMemberIsCancelled() {
        Plan plan = group(1).with(member(1), creating(2, Call.State.PLANNED).leaving(Why.SURPLUS))
                .plan();

        assertThat(plan.changes()).containsExactly(new Change.MemberCancelled(id(2), Why.SURPLUS));
    }

    @Test
    void aFailedCreateThatIsNotWantedWasNeverCreated() {
        Plan plan = group(1).with(member(1), creating(2, Call.State.FAILED)).plan();

        assertThat(plan.changes()).containsExactly(new Change.MemberEnded(id(2), Change.Tombstone.NEVER_CREATED));
    }

    @Test
    void anUnknownCreateThatIsNotWantedLeavesAndIsNeverCalledAgain() {
        CallFixture unknown = call(Call.State.UNKNOWN);
        assertThat(group(1).with(member(1), creating(2, unknown)).plan().changes())
                .containsExactly(new Change.MemberLeaving(id(2), Why.SURPLUS));

        CallFixture resolved =
                call(Call.State.UNKNOWN).calledAt(LISTED.minus(CREATE_TIMEOUT).minus(WINDOW));
        assertThat(group(1).with(member(1), creating(2, resolved).leaving(Why.SURPLUS))
                        .plan()
                        .changes())
                .containsExactly(new Change.MemberEnded(id(2), Change.Tombstone.NEVER_CREATED));
    }

    @Test
    void aLeavingMemberIsDestroyedAsSoonAsItIsBound() {
        Plan plan = group(1).with(member(1), member(2).leaving(Why.SURPLUS)).plan();

        assertThat(plan.actions()).containsExactly(destroy(2, Why.SURPLUS));
    }

    @Test
    void withoutAGoodListingNothingIsTakenAway() {
        GroupFixture group = group(2).listed(NOW.minusSeconds(31))
                .with(
                        member(1),
                        member(2).stopped(),
                        member(3).unhealthy(),
                        member(4).missing(),
                        member(5).leaving(Why.SURPLUS));

        assertThat(group.plan().quiet()).isTrue();
        assertThat(group.plan().holds(Condition.Type.OBSERVATION_STALE)).isTrue();
        assertThat(group.plan().waiting()).extracting(Waiting::what).contains(Waiting.What.OBSERVATION);
    }

    @Test
    void aProviderThatWasNeverListedHasNoGoodListing() {
        assertThat(group(1).listed(null).ready(1, 2).plan().actions()).isEmpty();
    }

    @Test
    void aSlowListingIsGoodForThreeTimesItsDuration() {
        GroupFixture group = group(1).listed(NOW.minusSeconds(31)).ready(1, 2);

        assertThat(group.plan().actions()).isEmpty();
        assertThat(group.listingTook(Duration.ofSeconds(11)).plan().actions()).isNotEmpty();
    }

    @Test
    void aSizeOfZeroIsAGroupWithoutMembers() {
        assertThat(group(0).ready(1, 1).plan().actions()).containsExactly(destroy(1, Why.SURPLUS));
        assertThat(group(0).plan().converged()).isTrue();
    }
}
