package dev.drover.plan;

import static dev.drover.plan.CallFixture.call;
import static dev.drover.plan.GroupFixture.INTERVAL;
import static dev.drover.plan.GroupFixture.LISTED;
import static dev.drover.plan.GroupFixture.MIN_READY;
import static dev.drover.plan.GroupFixture.NOW;
import static dev.drover.plan.GroupFixture.group;
import static dev.drover.plan.MemberFixture.creating;
import static dev.drover.plan.MemberFixture.member;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.spec.GroupProcess;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlannerTest {
    @Test
    void equalInputsGiveEqualPlans() {
        assertThat(busy().plan()).isEqualTo(busy().plan());
    }

    @Test
    void theOrderInWhichMembersAreReadDoesNotMatter() {
        GroupState state = busy().state();
        List<Member> reversed = new ArrayList<>(state.members());
        Collections.reverse(reversed);

        GroupState other = new GroupState(
                state.group(),
                state.lifecycle(),
                state.declared(),
                state.admitted(),
                state.rollout(),
                state.paused(),
                reversed,
                state.unreplaced(),
                state.casualties(),
                state.indices(),
                state.failures(),
                state.providers(),
                state.orphans(),
                state.lastPass());

        assertThat(Planner.plan(other, NOW)).isEqualTo(Planner.plan(state, NOW));
    }

    private static GroupFixture busy() {
        return group(6).ready(1, 2)
                .with(
                        member(3).unhealthy(),
                        member(4).missing(),
                        creating(5, Call.State.UNKNOWN).found())
                .with(creating(7, Call.State.UNKNOWN).found())
                .with(member(6).leaving(Why.SURPLUS).destroy(call(Call.State.CALLED)));
    }

    @Test
    void aGroupIsConvergedWhenItIsReadyAndNothingIsInFlight() {
        Plan plan = group(2).ready(1, 2).plan();

        assertThat(plan.quiet()).isTrue();
        assertThat(plan.waiting()).isEmpty();
        assertThat(plan.converged()).isTrue();
        assertThat(plan.size()).isEqualTo(new Size(2, 2, 2, 2, 2, 0, 0));
    }

    @Test
    void everyDestroyIsConfirmedBeforeAGroupIsConverged() {
        Plan plan = group(1).ready(1, 1)
                .with(member(2).leaving(Why.SURPLUS).destroy(Call.State.DONE))
                .plan();

        assertThat(plan.holds(Condition.Type.READY)).isTrue();
        assertThat(plan.converged()).isFalse();
        assertThat(plan.waiting()).extracting(Waiting::what).containsExactly(Waiting.What.PROOF_OF_ABSENCE);
    }

    @Test
    void readyMeansHealthyForMinReady() {
        GroupFixture group =
                group(1).with(member(1).healthy(NOW.minus(MIN_READY).plusMillis(1)));

        assertThat(group.plan().holds(Condition.Type.READY)).isFalse();
        assertThat(group.planAt(NOW.plusMillis(1)).converged()).isTrue();
    }

    @Test
    void withoutAHealthCheckARunningInstanceIsHealthy() {
        Plan plan = group(1).notProbed()
                .with(member(1).unhealthy()) // an answer to a check that is not declared any more
                .plan();

        assertThat(plan.converged()).isTrue();
    }

    @Test
    void nextLookIsWhenTimeAloneChangesTheAnswer() {
        Plan plan = group(1).with(member(1).healthy(NOW.minusSeconds(4))).plan();

        assertThat(plan.nextLook()).isEqualTo(NOW.plusSeconds(6));
    }

    @Test
    void anIdleGroupIsLookedAtOnceAMinuteThoughItsListingBecomesTooOldBefore() {
        assertThat(group(1).ready(1, 1).plan().nextLook()).isEqualTo(NOW.plusSeconds(60));
        assertThat(group(1).ready(1, 1)
                        .planAt(LISTED.plus(INTERVAL.multipliedBy(3)))
                        .holds(Condition.Type.OBSERVATION_STALE))
                .isTrue();
    }

    @Test
    void nextLookIsWhenTheListingThatLacksAMemberIsTooOldToProveIt() {
        Plan plan =
                group(1).with(member(1).missing()).paused(GroupProcess.REPAIR).plan();

        assertThat(plan.nextLook()).isEqualTo(LISTED.plus(INTERVAL.multipliedBy(3)));
    }

    @Test
    void withNothingToWaitForTheNextLookIsAMinuteAway() {
        assertThat(group(0).plan().nextLook()).isEqualTo(NOW.plusSeconds(60));
    }
}
