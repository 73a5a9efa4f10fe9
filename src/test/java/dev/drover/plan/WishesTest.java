package dev.drover.plan;

import static dev.drover.plan.CallFixture.call;
import static dev.drover.plan.GroupFixture.NOW;
import static dev.drover.plan.GroupFixture.destroy;
import static dev.drover.plan.GroupFixture.group;
import static dev.drover.plan.GroupFixture.id;
import static dev.drover.plan.MemberFixture.creating;
import static dev.drover.plan.MemberFixture.member;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.plan.Call.State;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.spec.GroupProcess;
import dev.drover.spec.ScaleIn;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Semantics, "Safety" and "Health": what people want of single members, and what they say of them. */
class WishesTest {
    @Test
    void aProtectedMemberIsNoVictimOfAShrink() {
        Plan plan = group(1).with(member(1).shielded(), member(2)).plan();

        assertThat(plan.actions()).containsExactly(destroy(2, Why.SURPLUS));
    }

    @Test
    void whenNobodyElseIsLeftToChooseTheShrinkIsBlockedAndNamesThem() {
        Plan plan = group(1).with(member(1).shielded(), member(2).held()).plan();

        assertThat(plan.actions()).isEmpty();
        assertThat(plan.conditions())
                .filteredOn(it -> it.type() == Condition.Type.SHRINK_BLOCKED)
                .singleElement()
                .matches(it ->
                        it.message().contains(id(1).toString()) && it.message().contains(id(2).toString()));
    }

    @Test
    void aProtectedMemberThatServesNobodyIsNoReasonToTakeAwayOneThatDoes() {
        Plan plan = group(1).with(member(1).shielded().unknown(NOW.minusSeconds(60)), member(2))
                .plan();

        assertThat(plan.actions()).isEmpty();
        assertThat(plan.holds(Condition.Type.SHRINK_BLOCKED)).isTrue();
    }

    @Test
    void aProtectedMemberIsNotRepairedWhileItExists() {
        Plan plan = group(2).with(member(1).shielded().stopped(), member(2)).plan();

        assertThat(plan.actions()).isEmpty();
        assertThat(plan.holds(Condition.Type.REPAIR_BLOCKED)).isTrue();
    }

    @Test
    void aProtectedMachineThatIsGoneIsStillReplaced() {
        Plan plan = group(2).with(member(1).shielded().missingSince(NOW.minusSeconds(40)), member(2))
                .plan();

        assertThat(plan.actions()).contains(destroy(1, Why.MISSING));
    }

    @Test
    void aHeldMemberIsNotEvenReplacedWhenItIsGone() {
        Plan plan = group(2).with(member(1).held().missingSince(NOW.minusSeconds(40)), member(2))
                .plan();

        assertThat(plan.actions()).isEmpty();
        assertThat(plan.holds(Condition.Type.REPAIR_BLOCKED)).isTrue();
    }

    @Test
    void aRolloutLeavesProtectedMembersUntilNobodyElseIsLeft() {
        Plan others = group(2).rolling()
                .with(member(1).shielded(), member(2), member(3).revision(2))
                .plan();
        Plan last = group(2).rolling()
                .with(member(1).shielded(), member(3).revision(2))
                .plan();

        assertThat(others.actions()).containsExactly(destroy(2, Why.OUTDATED));
        assertThat(last.actions()).isEmpty();
        assertThat(last.holds(Condition.Type.ROLLOUT_BLOCKED)).isTrue();
    }

    @Test
    void aRolloutThatPeopleHoldUpDoesNotFail() {
        Plan plan = group(2).revision(2)
                .rollout(Rollout.State.RUNNING, Rollout.Step.ROLL, NOW.minus(Duration.ofDays(1)))
                .with(member(1).held(), member(3).revision(2))
                .plan();

        assertThat(plan.holds(Condition.Type.ROLLOUT_FAILED)).isFalse();
        assertThat(plan.changes()).isEmpty();
    }

    @Test
    void whoIsHeldStaysIfNobodyHasCalledItsDestroy() {
        Plan plan = group(1).with(member(1).held().leaving(Why.SURPLUS).destroy(State.PLANNED), member(2))
                .plan();

        assertThat(plan.changes()).contains(new Change.MemberKept(id(1)));
    }

    @Test
    void aMemberThatAPersonWantsDestroyedGoesAtOnce() {
        Plan plan = group(2).listed(null)
                .paused(GroupProcess.SHRINK, GroupProcess.REPAIR)
                .with(member(1).destroyRequested(), member(2))
                .plan();

        assertThat(plan.actions()).startsWith(destroy(1, Why.REQUESTED));
    }

    @Test
    void anotherTakesThePlaceOfWhoWasDestroyedByRequest() {
        Plan plan = group(2).with(
                        member(1).destroyRequested().leaving(Why.REQUESTED).destroy(call(State.DONE)), member(2))
                .plan();

        assertThat(plan.actions()).containsExactly(GroupFixture.grow(1, 2));
    }

    @Test
    void aCreateThatAPersonWantsDestroyedIsCancelled() {
        Plan plan = group(1).with(creating(1, State.PLANNED).destroyRequested()).plan();

        assertThat(plan.changes()).contains(new Change.MemberCancelled(id(1), Why.REQUESTED));
    }

    @Test
    void theNewestGoesFirstIfThatIsPreferred() {
        GroupFixture group = group(1).with(
                        member(1).created(NOW.minus(Duration.ofHours(3))),
                        member(2).created(NOW.minus(Duration.ofHours(2))));

        assertThat(group.plan().actions()).containsExactly(destroy(1, Why.SURPLUS));
        assertThat(group.scaleIn(ScaleIn.NEWEST).plan().actions()).containsExactly(destroy(2, Why.SURPLUS));
    }

    @Test
    void theControlPlaneItselfGoesLast() {
        Plan shrink = group(1).with(member(1).self(), member(2).created(NOW.minusSeconds(60)))
                .plan();
        Plan roll = group(2).rolling()
                .with(member(1).self(), member(2), member(3).revision(2))
                .plan();

        assertThat(shrink.actions()).containsExactly(destroy(2, Why.SURPLUS));
        assertThat(roll.actions()).containsExactly(destroy(2, Why.OUTDATED));
    }

    @Test
    void aReportOfSicknessBeatsAProbeThatSaysOtherwise() {
        Plan plan = group(2).with(
                        member(1)
                                .reported(Health.Status.UNHEALTHY, NOW.minusSeconds(5), NOW.plusSeconds(60))
                                .everReady(),
                        member(2))
                .plan();

        assertThat(plan.actions()).contains(destroy(1, Why.UNHEALTHY));
    }

    @Test
    void aProbeThatSaysUnhealthyBeatsAReportOfHealth() {
        Plan plan = group(2).with(
                        member(1)
                                .everReady()
                                .unhealthy()
                                .reported(Health.Status.HEALTHY, NOW.minusSeconds(5), NOW.plusSeconds(60)),
                        member(2))
                .plan();

        assertThat(plan.actions()).contains(destroy(1, Why.UNHEALTHY));
    }

    @Test
    void anUnknownReportIsNoReasonToRepair() {
        Plan plan = group(2).with(
                        member(1).everReady().reported(Health.Status.UNKNOWN, NOW.minusSeconds(5), NOW.plusSeconds(60)),
                        member(2))
                .plan();

        assertThat(plan.actions()).isEmpty();
        assertThat(plan.size().ready()).isEqualTo(1);
        assertThat(plan.size().unknown()).isEqualTo(1);
    }

    @Test
    void aReportEndsWithItsTimeToLiveAndReadinessBeginsAnew() {
        GroupFixture group = group(1).with(member(1)
                .everReady()
                .reported(Health.Status.UNKNOWN, NOW.minusSeconds(5), NOW.plusSeconds(20)));

        assertThat(group.plan().nextLook()).isEqualTo(NOW.plusSeconds(20));
        assertThat(group.planAt(NOW.plusSeconds(20)).size().ready()).isZero();
        assertThat(group.planAt(NOW.plusSeconds(30)).size().ready()).isEqualTo(1);
    }

    @Test
    void aMemberThatIsToBeMadeAnewIsReplacedInSteps() {
        Plan begun = group(2).with(member(1).anew(), member(2)).plan();
        Plan over = group(2).revision(1)
                .rollout(Rollout.State.RUNNING, Rollout.Step.ROLL, NOW.minusSeconds(60))
                .with(member(1).anew(), member(2), member(3).created(NOW.minusSeconds(40)))
                .plan();

        assertThat(begun.changes()).hasOnlyElementsOfType(Change.RolloutChanged.class);
        assertThat(begun.actions()).hasSize(1).hasOnlyElementsOfType(Action.Provision.class);
        assertThat(over.actions()).containsExactly(destroy(1, Why.ANEW));
    }

    @Test
    void labelsThatAreDeclaredAnewAreSetOnEveryInstance() {
        Plan plan = group(2).labels(3).with(member(1), member(2).labelled(3)).plan();

        assertThat(plan.actions()).containsExactly(new Action.Label(id(1)));
        assertThat(plan.holds(Condition.Type.READY)).isTrue();
        assertThat(plan.converged()).isFalse();
    }

    @Test
    void labelsThatCannotBeSetBlockNothingButConverged() {
        Plan plan = group(1).labels(3)
                .with(member(1).labelled(3), member(2).label(call(State.FAILED)))
                .plan();

        assertThat(plan.holds(Condition.Type.LABELS_OUT_OF_DATE)).isTrue();
        assertThat(plan.actions()).contains(destroy(1, Why.SURPLUS));
    }

    @Test
    void nothingMoreIsMadeAfterADayWithoutASuccess() {
        GroupFixture group = group(1).declaredAt(NOW.minus(Duration.ofDays(9)))
                .failing(ProviderFailure.Kind.OUT_OF_CAPACITY, 90, NOW.minusSeconds(400));

        Plan plan = group.planAt(NOW.plus(Duration.ofHours(24)));

        assertThat(group.plan().actions()).hasSize(1);
        assertThat(plan.actions()).isEmpty();
        assertThat(plan.holds(Condition.Type.PROVISIONING_SUSPENDED)).isTrue();
    }
}
