package dev.drover.plan;

import static dev.drover.plan.GroupFixture.NOW;
import static dev.drover.plan.GroupFixture.STARTUP;
import static dev.drover.plan.GroupFixture.destroy;
import static dev.drover.plan.GroupFixture.group;
import static dev.drover.plan.GroupFixture.grow;
import static dev.drover.plan.GroupFixture.grownUpdated;
import static dev.drover.plan.GroupFixture.replace;
import static dev.drover.plan.GroupFixture.updated;
import static dev.drover.plan.MemberFixture.creating;
import static dev.drover.plan.MemberFixture.member;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.plan.Change.RolloutChanged.What;
import dev.drover.spec.Amount;
import dev.drover.spec.GroupProcess;
import dev.drover.spec.UpdatePolicy;
import dev.drover.spec.UpdatePolicy.Canary;
import dev.drover.spec.UpdatePolicy.OnFailure;
import dev.drover.spec.UpdatePolicy.Strategy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How members come to another revision. */
class RollTest {
    private static final Instant JUST_NOW = NOW.minusSeconds(1);
    private static final Amount NONE = Amount.count(0);
    private static final Amount ONE = Amount.count(1);

    @Test
    void aNewRevisionBeginsARolloutWithItsCanary() {
        Plan plan = group(3).revision(2).ready(1, 3).plan();

        assertThat(moves(plan)).containsExactly(What.STARTED, What.PROGRESSED);
        assertThat(plan.actions()).containsExactly(updated(1, 3));
    }

    @Test
    void capacityNeverDipsByDefault() {
        Plan plan = group(3).rolling()
                .ready(1, 3)
                .with(member(4).revision(2).healthy(JUST_NOW))
                .plan();

        assertThat(plan.actions()).isEmpty();
        assertThat(waits(plan)).contains(Waiting.What.ROLLOUT);
    }

    @Test
    void aMemberGoesWhenEnoughOthersAreReadyWithoutIt() {
        Plan plan = group(3).rolling().ready(1, 3).with(member(4).revision(2)).plan();

        assertThat(plan.actions()).containsExactly(destroy(1, Why.OUTDATED));
    }

    @Test
    void theNextIsMadeWhenTheProviderAgreedToDestroyTheLast() {
        assertThat(group(3).rolling()
                        .ready(2, 3)
                        .with(member(4).revision(2))
                        .with(member(1).leaving(Why.OUTDATED).destroy(Call.State.CALLED))
                        .plan()
                        .actions())
                .isEmpty();
        assertThat(group(3).rolling()
                        .ready(2, 3)
                        .with(member(4).revision(2))
                        .with(member(1).leaving(Why.OUTDATED).destroy(Call.State.DONE))
                        .plan()
                        .actions())
                .containsExactly(updated(1, 4));
    }

    @Test
    void withoutSurgeAMemberGoesFirstIfItMayBeUnavailable() {
        Plan plan = group(3).rolling().update(policy(NONE, ONE)).ready(1, 3).plan();

        assertThat(plan.actions()).containsExactly(destroy(1, Why.OUTDATED));
    }

    @Test
    void whoServesNobodyGoesAtAnyTime() {
        Plan plan = group(2).rolling()
                .with(
                        member(1),
                        member(2).unknown(NOW.minusSeconds(60)),
                        member(3).revision(2))
                .plan();

        assertThat(plan.actions()).containsExactly(destroy(2, Why.OUTDATED));
    }

    @Test
    void whatFillMadeOfTheAdmittedRevisionIsNotTakenAwayOnlyToBeMadeAgain() {
        Plan plan = group(4).canary()
                .ready(1, 3)
                .with(
                        member(4).revision(2).healthy(JUST_NOW),
                        member(5).revision(1).healthy(JUST_NOW))
                .plan();

        assertThat(plan.actions()).isEmpty();
    }

    @Test
    void unknownIsNotTakenForReadyWhenOthersGo() {
        Plan plan = group(2).rolling()
                .with(member(1), member(2), member(3).revision(2).everReady().unknown(NOW.minusSeconds(60)))
                .plan();

        assertThat(plan.actions()).isEmpty();
    }

    @Test
    void untilItIsPromotedRepairMakesTheAdmittedRevision() {
        Plan plan = group(3).canary()
                .with(member(1).leaving(Why.STOPPED).destroy(Call.State.DONE))
                .ready(2, 3)
                .with(member(4).revision(2).healthy(JUST_NOW))
                .plan();

        assertThat(plan.actions()).containsExactly(replace(1, 4, Why.STOPPED, 1, 1));
    }

    @Test
    void theCanaryPassesWhenItIsReady() {
        Plan plan = group(3).canary().ready(1, 3).with(member(4).revision(2)).plan();

        assertThat(moves(plan)).containsExactly(What.CANARY_PASSED, What.PROMOTED);
        assertThat(plan.actions()).containsExactly(destroy(1, Why.OUTDATED));
    }

    @Test
    void theCanaryIsWatchedForAsLongAsItBakes() {
        UpdatePolicy bakes = policy(ONE, NONE, new Canary(ONE, Duration.ofMinutes(2), false));
        Plan begun = group(3).canary()
                .update(bakes)
                .ready(1, 3)
                .with(member(4).revision(2))
                .plan();
        assertThat(moves(begun)).containsExactly(What.CANARY_PASSED);
        assertThat(begun.nextLook()).isEqualTo(NOW.plusSeconds(60));

        GroupFixture baking = group(3).revision(2)
                .rollout(Rollout.State.RUNNING, Rollout.Step.BAKE, NOW.minusSeconds(60))
                .update(bakes)
                .ready(2, 3)
                .with(member(4).revision(2));
        assertThat(moves(baking.plan())).isEmpty();
        assertThat(moves(baking.listed(NOW.plusSeconds(58)).planAt(NOW.plusSeconds(60))))
                .contains(What.PROMOTED);
    }

    @Test
    void aPersonPromotesWhenThatIsDeclared() {
        UpdatePolicy manual = policy(ONE, NONE, new Canary(ONE, Duration.ZERO, true));
        Plan plan = group(3).canary()
                .update(manual)
                .ready(2, 3)
                .with(member(4).revision(2))
                .plan();

        assertThat(moves(plan)).containsExactly(What.CANARY_PASSED, What.PROGRESSED);
        assertThat(waits(plan)).contains(Waiting.What.PROMOTION);
        assertThat(plan.actions()).isEmpty();
    }

    @Test
    void aCanaryThatIsNotHealthyAfterItsStartupFailsTheRollout() {
        Plan plan = group(3).canary()
                .ready(1, 3)
                .with(member(4).revision(2).boundAt(NOW.minus(STARTUP)).unhealthy())
                .plan();

        assertThat(moves(plan)).containsExactly(What.FAILED);
        assertThat(plan.holds(Condition.Type.ROLLOUT_FAILED)).isTrue();
        assertThat(plan.actions()).containsExactly(destroy(4, Why.SURPLUS));
    }

    @Test
    void withoutProgressForTooLongTheRolloutFails() {
        Instant longAgo = NOW.minus(STARTUP).minus(Duration.ofMinutes(6));
        Plan plan = group(3).revision(2)
                .rollout(Rollout.State.RUNNING, Rollout.Step.CANARY, longAgo)
                .ready(1, 3)
                .with(creating(4, Call.State.CALLED).revision(2))
                .plan();

        assertThat(moves(plan)).containsExactly(What.FAILED);
    }

    @Test
    void theClockStandsStillWhileNobodyMayRoll() {
        Instant longAgo = NOW.minus(STARTUP).minus(Duration.ofMinutes(6));
        Plan plan = group(3).revision(2)
                .rollout(Rollout.State.RUNNING, Rollout.Step.CANARY, longAgo)
                .paused(GroupProcess.ROLL)
                .ready(1, 3)
                .plan();

        assertThat(moves(plan)).isEmpty();
        assertThat(plan.actions()).isEmpty();
        assertThat(plan.holds(Condition.Type.PAUSED)).isTrue();
    }

    @Test
    void aFailedRolloutDeclaresTheLastGoodRevisionIfThatIsAskedFor() {
        UpdatePolicy back = new UpdatePolicy(
                Strategy.ROLLING, ONE, NONE, GroupFixture.MIN_READY, null, Canary.DEFAULT, OnFailure.ROLLBACK);
        GroupFixture failing = group(3).canary()
                .update(back)
                .ready(1, 3)
                .with(member(4).revision(2).boundAt(NOW.minus(STARTUP)).unhealthy());

        assertThat(failing.plan().changes()).contains(new Change.RolledBack(1));
        assertThat(failing.lastGood(null).plan().changes()).noneMatch(Change.RolledBack.class::isInstance);
    }

    @Test
    void aNewDeclarationSupersedesTheRolloutAtOnceAndItsMembersGoFirst() {
        Plan plan = group(3).rolling()
                .revision(3)
                .update(policy(NONE, ONE))
                .with(member(1), member(2), member(3).revision(2))
                .plan();

        assertThat(moves(plan)).startsWith(What.SUPERSEDED, What.STARTED);
        assertThat(plan.actions()).hasSize(1).first().isEqualTo(destroy(1, Why.OUTDATED));
    }

    @Test
    void allAtOnceIsAllAtOnce() {
        UpdatePolicy all = new UpdatePolicy(
                Strategy.REPLACE_ALL, ONE, NONE, GroupFixture.MIN_READY, null, Canary.DEFAULT, OnFailure.PAUSE);
        Plan plan = group(2).revision(2).update(all).ready(1, 2).plan();

        assertThat(plan.actions()).contains(destroy(1, Why.OUTDATED), destroy(2, Why.OUTDATED));
    }

    @Test
    void onReplaceLeavesMembersAloneUntilSomethingElseReplacesThem() {
        UpdatePolicy lazy = new UpdatePolicy(
                Strategy.ON_REPLACE, ONE, NONE, GroupFixture.MIN_READY, null, Canary.DEFAULT, OnFailure.PAUSE);

        assertThat(group(2).revision(2).update(lazy).ready(1, 2).plan().actions())
                .isEmpty();
        assertThat(group(2).revision(2).update(lazy).ready(1, 1).plan().actions())
                .containsExactly(grownUpdated(1, 1));
    }

    @Test
    void theRolloutIsDoneWhenAllAreReadyAtTheNewRevision() {
        Plan plan = group(2).rolling()
                .with(member(1).revision(2), member(2).revision(2))
                .plan();

        assertThat(moves(plan)).containsExactly(What.SUCCEEDED);
        assertThat(plan.changes()).contains(new Change.RevisionProven(2));
        assertThat(plan.converged()).isTrue();
    }

    @Test
    void aGroupThatHasNoMachineYetNeedsNoCanary() {
        assertThat(group(2).revision(2).plan().actions()).containsExactly(grownUpdated(1, 0), grownUpdated(2, 1));
    }

    @Test
    void nothingIsTakenAwayByARolloutWithoutAGoodListing() {
        Plan plan = group(3).rolling()
                .ready(1, 3)
                .with(member(4).revision(2))
                .listed(NOW.minusSeconds(60))
                .plan();

        assertThat(plan.actions()).isEmpty();
    }

    @Test
    void anOlderMemberThatFillMadeBeforeThePromotionIsReplacedToo() {
        assertThat(group(2).rolling()
                        .with(member(1).revision(2), creating(2, Call.State.PLANNED))
                        .plan()
                        .changes())
                .anyMatch(Change.MemberCancelled.class::isInstance);
        assertThat(group(2).ready(1, 1).plan().actions()).containsExactly(grow(1, 1));
    }

    private static UpdatePolicy policy(Amount surge, Amount unavailable) {
        return policy(surge, unavailable, Canary.DEFAULT);
    }

    private static UpdatePolicy policy(Amount surge, Amount unavailable, Canary canary) {
        return new UpdatePolicy(
                Strategy.ROLLING, surge, unavailable, GroupFixture.MIN_READY, null, canary, OnFailure.PAUSE);
    }

    private static List<What> moves(Plan plan) {
        return plan.changes().stream()
                .filter(Change.RolloutChanged.class::isInstance)
                .map(it -> ((Change.RolloutChanged) it).what())
                .toList();
    }

    private static List<Waiting.What> waits(Plan plan) {
        return plan.waiting().stream().map(Waiting::what).toList();
    }
}
