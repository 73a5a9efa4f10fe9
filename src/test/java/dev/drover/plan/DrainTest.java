package dev.drover.plan;

import static dev.drover.plan.CallFixture.call;
import static dev.drover.plan.GroupFixture.NOW;
import static dev.drover.plan.GroupFixture.destroy;
import static dev.drover.plan.GroupFixture.drain;
import static dev.drover.plan.GroupFixture.group;
import static dev.drover.plan.GroupFixture.id;
import static dev.drover.plan.MemberFixture.member;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.plan.Call.State;
import dev.drover.provider.spi.Phase;
import dev.drover.spec.DrainPolicy.OnTimeout;
import dev.drover.spec.GroupProcess;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Semantics, "Repair": drains. */
class DrainTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void theWorkOfAMemberIsStoppedBeforeItsInstanceIsDestroyed() {
        Plan plan = group(1).with(member(1).drains(), member(2)).plan();

        assertThat(plan.actions()).containsExactly(drain(1, Why.SURPLUS));
    }

    @Test
    void aFlavorWithNothingToStopIsNotAsked() {
        Plan plan = group(1).with(member(1), member(2)).plan();

        assertThat(plan.actions()).containsExactly(destroy(1, Why.SURPLUS));
    }

    @Test
    void aDrainThatIsNotOverIsWaitedForUntilItsTimeout() {
        Plan plan = group(1).with(
                        member(1)
                                .leaving(Why.SURPLUS)
                                .draining(MINUTE, call(State.PLANNED).attempts(7)),
                        member(2))
                .plan();

        assertThat(plan.actions()).isEmpty();
        assertThat(plan.waiting())
                .contains(new Waiting(Waiting.What.DRAIN, List.of(id(1)), NOW.plus(Duration.ofMinutes(4))));
    }

    @Test
    void whoHasStoppedItsWorkIsDestroyed() {
        Plan plan = group(1).with(member(1).leaving(Why.SURPLUS).draining(MINUTE, call(State.DONE)), member(2))
                .plan();

        assertThat(plan.actions()).containsExactly(destroy(1, Why.SURPLUS));
    }

    @Test
    void theTimeoutCountsFromWhenTheDrainWasFirstWanted() {
        MemberFixture late = member(1)
                .leaving(Why.SURPLUS)
                .draining(Duration.ofMinutes(5), call(State.PLANNED).attempts(40));

        Plan plan = group(1).with(late, member(2)).plan();

        assertThat(plan.changes()).containsExactly(new Change.DrainGivenUp(id(1)));
        assertThat(plan.actions()).containsExactly(destroy(1, Why.SURPLUS));
    }

    @Test
    void aMemberThatDoesNotStopItsWorkIsLeftAloneIfThatIsDeclared() {
        MemberFixture late = member(1)
                .leaving(Why.SURPLUS)
                .draining(Duration.ofMinutes(5), call(State.PLANNED).attempts(40));

        Plan plan = group(1).drain(Duration.ofMinutes(5), OnTimeout.KEEP)
                .with(late, member(2))
                .plan();

        assertThat(plan.actions()).isEmpty();
        assertThat(plan.changes()).containsExactly(new Change.DrainGivenUp(id(1)));
        assertThat(plan.holds(Condition.Type.DRAIN_TIMED_OUT)).isTrue();
    }

    @Test
    void aRetryAsksAgainWhoWasLeftAlone() {
        MemberFixture leftAlone = member(1)
                .leaving(Why.SURPLUS)
                .draining(Duration.ofMinutes(9), call(State.CANCELLED).attempts(40));

        Plan plan = group(1).drain(Duration.ofMinutes(5), OnTimeout.KEEP)
                .declaredAt(NOW.minusSeconds(1))
                .with(leftAlone, member(2))
                .plan();

        assertThat(plan.actions()).containsExactly(drain(1, Why.SURPLUS));
    }

    @Test
    void anUnhealthyMemberGetsOneAttempt() {
        MemberFixture asked = member(1)
                .unhealthy()
                .everReady()
                .leaving(Why.UNHEALTHY)
                .draining(Duration.ofSeconds(5), call(State.PLANNED).attempts(1));

        Plan plan = group(2).with(asked, member(2)).plan();

        assertThat(plan.actions()).contains(destroy(1, Why.UNHEALTHY));
    }

    @Test
    void aStoppedMemberGetsOneAttempt() {
        Plan first = group(2).with(member(1).drains().stopped(), member(2)).plan();
        MemberFixture asked =
                member(1).stopped().leaving(Why.STOPPED).draining(Duration.ofSeconds(5), call(State.FAILED));

        assertThat(first.actions()).contains(drain(1, Why.STOPPED));
        assertThat(group(2).with(asked, member(2)).plan().actions()).contains(destroy(1, Why.STOPPED));
    }

    @Test
    void whatIsGoneHasNothingToStop() {
        Plan plan = group(2).with(member(1).drains().phase(Phase.GONE, NOW.minusSeconds(3)), member(2))
                .plan();

        assertThat(plan.actions()).contains(destroy(1, Why.MISSING));
    }

    @Test
    void aFailedQuestionIsAskedAgainAfterAWhile() {
        MemberFixture failed = member(1)
                .leaving(Why.SURPLUS)
                .draining(MINUTE, call(State.FAILED).answeredAt(NOW.minusSeconds(9)));
        GroupFixture group = group(1).with(failed, member(2));

        assertThat(group.plan().actions()).isEmpty();
        assertThat(group.planAt(NOW.plusSeconds(1)).actions()).containsExactly(drain(1, Why.SURPLUS));
    }

    @Test
    void aQuestionWithoutAnAnswerIsAskedAgain() {
        MemberFixture lost = member(1)
                .leaving(Why.SURPLUS)
                .draining(Duration.ofMinutes(2), call(State.CALLED).calledAt(NOW.minusSeconds(60)));

        Plan plan = group(1).with(lost, member(2)).plan();

        assertThat(plan.changes()).containsExactly(new Change.OutcomeUnknown(id(1), Call.Kind.DRAIN));
    }

    @Test
    void aDrainThatNobodyCalledIsUndoneWhenTheMemberIsWantedAgain() {
        MemberFixture planned = member(1).leaving(Why.SURPLUS).draining(Duration.ofSeconds(3), call(State.PLANNED));

        Plan plan = group(2).with(planned, member(2)).plan();

        assertThat(plan.changes()).containsExactly(new Change.MemberKept(id(1)));
    }

    @Test
    void aDrainThatWasCalledIsCarriedThrough() {
        MemberFixture asked = member(1)
                .leaving(Why.SURPLUS)
                .draining(MINUTE, call(State.PLANNED).attempts(1));

        Plan plan = group(2).paused(GroupProcess.SHRINK).with(asked, member(2)).plan();

        assertThat(plan.changes()).doesNotContain(new Change.MemberKept(id(1)));
        assertThat(plan.actions()).anyMatch(Action.Provision.class::isInstance);
    }

    @Test
    void aMemberThatStopsItsWorkIsNotReadyForOthersToRestOn() {
        MemberFixture going = member(1)
                .leaving(Why.OUTDATED)
                .draining(MINUTE, call(State.PLANNED).attempts(1));

        Plan plan =
                group(2).rolling().with(going, member(2), member(3).revision(2)).plan();

        assertThat(plan.actions()).noneMatch(Action.Drain.class::isInstance);
        assertThat(plan.actions()).noneMatch(Action.Destroy.class::isInstance);
    }

    @Test
    void deletingAGroupDrainsItsMembers() {
        Plan plan = group(1).deleting().with(member(1).drains()).plan();

        assertThat(plan.actions()).containsExactly(drain(1, Why.DELETED));
    }

    @Test
    void aFencedDrainIsPlannedAnew() {
        MemberFixture fenced = member(1)
                .leaving(Why.SURPLUS)
                .draining(MINUTE, call(State.PLANNED).attempts(2).fenced());

        Plan plan = group(1).with(fenced, member(2)).plan();

        assertThat(plan.changes()).containsExactly(new Change.Restamped(id(1), Call.Kind.DRAIN));
    }
}
