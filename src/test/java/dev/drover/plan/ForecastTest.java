package dev.drover.plan;

import static dev.drover.plan.GroupFixture.NOW;
import static dev.drover.plan.GroupFixture.STARTUP;
import static dev.drover.plan.GroupFixture.group;
import static dev.drover.plan.GroupFixture.id;
import static dev.drover.plan.MemberFixture.creating;
import static dev.drover.plan.MemberFixture.member;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.plan.Foreseen.Kind;
import dev.drover.spec.Amount;
import dev.drover.spec.GroupProcess;
import dev.drover.spec.UpdatePolicy;
import dev.drover.spec.UpdatePolicy.Canary;
import dev.drover.spec.UpdatePolicy.OnFailure;
import dev.drover.spec.UpdatePolicy.Strategy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is foretold of a group, if all goes well from now on. */
class ForecastTest {
    private static final Amount NONE = Amount.count(0);
    private static final Amount ONE = Amount.count(1);

    @Test
    void aGroupThatIsAsDeclaredStaysAsItIs() {
        Forecast forecast = group(3).ready(1, 3).forecast();

        assertThat(forecast.actions()).isEmpty();
        assertThat(forecast.leastReady()).isEqualTo(3);
        assertThat(forecast.ending().state()).isEqualTo(Ending.State.CONVERGED);
        assertThat(forecast.warnings()).isEmpty();
        assertThat(forecast.complete()).isTrue();
    }

    @Test
    void aNewGroupGetsItsMembers() {
        Forecast forecast = group(2).forecast();

        assertThat(forecast.actions())
                .containsExactly(
                        new Foreseen(Kind.PROVISION, "new-1", Why.GROW, 1),
                        new Foreseen(Kind.PROVISION, "new-2", Why.GROW, 1));
        assertThat(forecast.leastReady()).isZero();
        assertThat(types(forecast)).isEmpty();
        assertThat(forecast.ending().state()).isEqualTo(Ending.State.CONVERGED);
    }

    @Test
    void aLargerGroupKeepsWhatItHas() {
        Forecast forecast = group(5).ready(1, 3).forecast();

        assertThat(counts(forecast)).isEqualTo("2 0");
        assertThat(forecast.leastReady()).isEqualTo(3);
        assertThat(forecast.budget()).isEqualTo(new Budget(0, 1, 5, 6));
    }

    @Test
    void aSmallerGroupLosesWhatIsTooMany() {
        Forecast forecast = group(3).ready(1, 5).forecast();

        assertThat(counts(forecast)).isEqualTo("0 2");
        assertThat(forecast.actions())
                .containsExactly(
                        new Foreseen(Kind.DESTROY, id(1).toString(), Why.SURPLUS, 1),
                        new Foreseen(Kind.DESTROY, id(2).toString(), Why.SURPLUS, 1));
        assertThat(forecast.leastReady()).isEqualTo(3);
        assertThat(forecast.budget().machines()).isEqualTo(5);
        assertThat(forecast.budget().surge()).isZero();
    }

    @Test
    void aRolloutThatSurgesByOneNeverHasFewerReadyThanItsSize() {
        Forecast forecast = group(3).revision(2).ready(1, 3).forecast();

        assertThat(counts(forecast)).isEqualTo("3 3");
        assertThat(forecast.actions().getFirst()).isEqualTo(new Foreseen(Kind.PROVISION, "new-1", Why.UPDATE, 2));
        assertThat(forecast.actions().get(1)).isEqualTo(new Foreseen(Kind.DESTROY, id(1).toString(), Why.OUTDATED, 1));
        assertThat(forecast.actions().stream()
                        .filter(it -> it.kind() == Kind.PROVISION)
                        .map(Foreseen::member))
                .containsExactly("new-1", "new-2", "new-3");
        assertThat(forecast.leastReady()).isEqualTo(3);
        assertThat(forecast.budget()).isEqualTo(new Budget(1, 1, 4, 4));
        assertThat(forecast.ending().state()).isEqualTo(Ending.State.CONVERGED);
    }

    @Test
    void aRolloutWithoutSurgeHasAsManyLessAsMayBeUnavailable() {
        Forecast forecast = group(4).revision(2)
                .update(policy(NONE, Amount.count(2)))
                .ready(1, 4)
                .forecast();

        assertThat(counts(forecast)).isEqualTo("4 4");
        assertThat(forecast.leastReady()).isEqualTo(2);
        assertThat(forecast.budget()).isEqualTo(new Budget(0, 0, 4, 4));
    }

    @Test
    void theOthersFollowTheCanaryAfterItsBake() {
        UpdatePolicy bakes = policy(Amount.count(2), NONE, new Canary(ONE, Duration.ofHours(3), false));
        Forecast forecast = group(4).revision(2).update(bakes).ready(1, 4).forecast();

        assertThat(counts(forecast)).isEqualTo("4 4");
        assertThat(forecast.actions().stream().map(Foreseen::kind).toList())
                .startsWith(Kind.PROVISION, Kind.DESTROY, Kind.PROVISION, Kind.PROVISION);
        assertThat(forecast.budget().surge()).isEqualTo(2);
        assertThat(forecast.leastReady()).isEqualTo(4);
        assertThat(forecast.ending().state()).isEqualTo(Ending.State.CONVERGED);
    }

    @Test
    void aGroupThatGrowsWhileItsCanaryIsNotReadyMakesEachMemberOnce() {
        Forecast forecast = group(4).revision(2).ready(1, 3).forecast();

        assertThat(counts(forecast)).isEqualTo("5 4");
        assertThat(forecast.budget().machines()).isEqualTo(5);
    }

    @Test
    void aManualPromotionIsWarnedOfAndWhatFollowsIsToldAllTheSame() {
        UpdatePolicy manual = policy(ONE, NONE, new Canary(ONE, Duration.ZERO, true));
        Forecast forecast = group(3).revision(2).update(manual).ready(1, 3).forecast();

        assertThat(counts(forecast)).isEqualTo("3 3");
        assertThat(types(forecast)).containsExactly("PromotionAwaited");
        assertThat(forecast.warnings().getFirst().message())
                .contains("after action 2 ", "POST /v1/groups/web/rollouts/1/promote");
        assertThat(forecast.ending().state()).isEqualTo(Ending.State.CONVERGED);
    }

    @Test
    void replacingAllAtOnceLeavesNobodyReady() {
        UpdatePolicy all = new UpdatePolicy(
                Strategy.REPLACE_ALL, ONE, NONE, GroupFixture.MIN_READY, null, Canary.DEFAULT, OnFailure.PAUSE);
        Forecast forecast = group(3).revision(2).update(all).ready(1, 3).forecast();

        assertThat(counts(forecast)).isEqualTo("3 3");
        assertThat(forecast.leastReady()).isZero();
        assertThat(types(forecast)).containsExactly("NoneReady");
        assertThat(forecast.ending().state()).isEqualTo(Ending.State.CONVERGED);
    }

    @Test
    void membersOfOnReplaceKeepTheirRevision() {
        UpdatePolicy lazy = new UpdatePolicy(
                Strategy.ON_REPLACE, ONE, NONE, GroupFixture.MIN_READY, null, Canary.DEFAULT, OnFailure.PAUSE);

        assertThat(group(3).revision(2).update(lazy).ready(1, 3).forecast().actions())
                .isEmpty();
    }

    @Test
    void aNewRevisionOfARolloutUnderWayReplacesWhatItMade() {
        Forecast forecast = group(3).rolling()
                .revision(3)
                .ready(2, 3)
                .with(member(4).revision(2), creating(5, Call.State.CALLED).revision(2))
                .forecast();

        assertThat(forecast.actions().stream().filter(it -> it.kind() == Kind.PROVISION))
                .allMatch(it -> it.revision() == 3)
                .hasSize(3);
        assertThat(forecast.count(Kind.DESTROY)).isEqualTo(4);
        assertThat(forecast.ending().state()).isEqualTo(Ending.State.CONVERGED);
    }

    @Test
    void whatIsUnderWayIsCarriedOnAndNotCountedAgain() {
        Forecast forecast = group(3).ready(1, 1)
                .with(
                        creating(2, Call.State.CALLED),
                        creating(3, Call.State.PLANNED),
                        member(4).leaving(Why.SURPLUS).destroy(Call.State.CALLED))
                .forecast();

        assertThat(forecast.actions()).isEmpty();
        assertThat(forecast.leastReady()).isEqualTo(1);
        assertThat(forecast.ending().state()).isEqualTo(Ending.State.CONVERGED);
    }

    @Test
    void aFailedCreateIsCalledAgain() {
        Forecast forecast = group(1).with(creating(1, Call.State.FAILED)).forecast();

        assertThat(forecast.actions()).containsExactly(new Foreseen(Kind.PROVISION_AGAIN, id(1).toString(), null, 1));
        assertThat(forecast.ending().state()).isEqualTo(Ending.State.CONVERGED);
    }

    @Test
    void whoIsNotJudgedYetBecomesHealthyAndWhoIsUnknownStaysUnknown() {
        Forecast unknown = group(2).ready(1, 1)
                .with(member(2).unknown(NOW.minus(Duration.ofHours(1))))
                .forecast();

        assertThat(unknown.actions()).isEmpty();
        assertThat(unknown.ending().condition()).isEqualTo(Condition.Type.HEALTH_UNKNOWN);
        assertThat(group(1).with(member(1)
                                .phase(dev.drover.provider.spi.Phase.STARTING, NOW)
                                .boundAt(NOW))
                        .forecast()
                        .ending()
                        .state())
                .isEqualTo(Ending.State.CONVERGED);
    }

    @Test
    void aMemberThatIsUnhealthyIsReplacedOnceItHadItsTime() {
        Forecast forecast = group(2).ready(1, 1)
                .with(member(2).boundAt(NOW.minus(STARTUP).plusSeconds(300)).unhealthy())
                .forecast();

        assertThat(forecast.actions())
                .containsExactly(
                        new Foreseen(Kind.DESTROY, id(2).toString(), Why.UNHEALTHY, 1),
                        new Foreseen(Kind.PROVISION, "new-1", Why.UNHEALTHY, 1));
        assertThat(forecast.leastReady()).isEqualTo(1);
        assertThat(forecast.ending().state()).isEqualTo(Ending.State.CONVERGED);
    }

    @Test
    void aRolloutWhoseCanaryIsSickFails() {
        Forecast forecast = group(3).canary()
                .ready(1, 3)
                .with(member(4).revision(2).boundAt(NOW.minusSeconds(60)).unhealthy())
                .forecast();

        assertThat(counts(forecast)).isEqualTo("0 1");
        assertThat(forecast.ending().condition()).isEqualTo(Condition.Type.ROLLOUT_FAILED);
    }

    @Test
    void aFailedRolloutThatRollsBackEndsAtTheRevisionBefore() {
        UpdatePolicy back = new UpdatePolicy(
                Strategy.ROLLING, ONE, NONE, GroupFixture.MIN_READY, null, Canary.DEFAULT, OnFailure.ROLLBACK);
        Forecast forecast = group(3).canary()
                .update(back)
                .ready(1, 3)
                .with(member(4).revision(2).boundAt(NOW.minus(STARTUP)).unhealthy())
                .forecast();

        assertThat(counts(forecast)).isEqualTo("0 1");
        assertThat(forecast.ending().state()).isEqualTo(Ending.State.CONVERGED);
    }

    @Test
    void whatIsPausedBlocksAndIsWarnedOf() {
        Forecast forecast =
                group(3).revision(2).paused(GroupProcess.ROLL).ready(1, 3).forecast();

        assertThat(forecast.actions()).isEmpty();
        assertThat(types(forecast)).containsExactly("Paused");
        assertThat(forecast.ending().condition()).isEqualTo(Condition.Type.PAUSED);
    }

    @Test
    void aListingThatIsTooOldIsWarnedOfAndANewOneExpected() {
        Forecast forecast = group(1).listed(null).ready(1, 2).forecast();

        assertThat(types(forecast)).containsExactly("ObservationStale");
        assertThat(counts(forecast)).isEqualTo("0 1");
        assertThat(forecast.ending().state()).isEqualTo(Ending.State.CONVERGED);
    }

    @Test
    void aMissingMemberIsReplacedWhenAListingConfirmsIt() {
        Forecast forecast = group(2).with(member(1).missing(), member(2).missing())
                .allMissingSince(GroupFixture.LISTED)
                .forecast();

        assertThat(types(forecast)).contains("ObservationSuspect");
        assertThat(counts(forecast)).isEqualTo("2 2");
        assertThat(forecast.ending().state()).isEqualTo(Ending.State.CONVERGED);
    }

    @Test
    void aProviderThatNobodyHasBlocks() {
        Forecast forecast = group(1).providerNotConfigured().forecast();

        assertThat(forecast.actions()).isEmpty();
        assertThat(forecast.ending().condition()).isEqualTo(Condition.Type.PROVIDER_MISSING);
    }

    @Test
    void percentsThatComeToNothingAreWarnedOf() {
        assertThat(group(2).update(policy(NONE, Amount.percent(20)))
                        .ready(1, 2)
                        .forecast()
                        .warnings())
                .containsExactly(new Warning("NoRoomInPercent", "maxUnavailable 20% of 2 is 0: surge 1 is used"));
        assertThat(group(2).update(policy(Amount.percent(0), Amount.percent(20)))
                        .ready(1, 2)
                        .forecast()
                        .warnings())
                .extracting(Warning::message)
                .containsExactly("maxSurge 0% and maxUnavailable 20% of 2 are both 0: surge 1 is used");
        assertThat(types(group(10)
                        .update(policy(NONE, Amount.percent(20)))
                        .ready(1, 10)
                        .forecast()))
                .isEmpty();
    }

    @Test
    void aGroupThatIsDeletedLosesItsMembersAndIsGone() {
        Forecast forecast = group(2).deleting().ready(1, 2).forecast();

        assertThat(counts(forecast)).isEqualTo("0 2");
        assertThat(forecast.ending().state()).isEqualTo(Ending.State.GONE);
    }

    @Test
    void whatIsTooMuchWorkIsCutOffAndSaysSo() {
        Forecast forecast = Forecast.of(group(50).revision(2).ready(1, 50).state(), NOW, 500);

        assertThat(forecast.complete()).isFalse();
        assertThat(forecast.count(Kind.PROVISION)).isBetween(1, 49);
        assertThat(forecast.ending().state()).isEqualTo(Ending.State.OPEN);
        assertThat(types(forecast)).containsExactly("CutOff");
    }

    @Test
    void aGroupOfTenThousandIsAnsweredSoon() {
        GroupState state = group(10_000).revision(2).ready(1, 10_000).state();
        long before = System.nanoTime();
        Forecast forecast = Forecast.of(state, NOW, Forecast.THOROUGH);

        System.out.printf(
                "forecast of 10,000 members: %d ms, %s%n", (System.nanoTime() - before) / 1_000_000, forecast.counts());
        assertThat(forecast.complete()).isFalse();
    }

    @Test
    void whileTimeAlonePassesTheForecastOfAQuietGroupStaysTheSame() {
        GroupFixture outdated = group(4).revision(2).ready(1, 4);

        Forecast now = outdated.forecast();
        Forecast later =
                Forecast.of(outdated.listed(NOW.plusSeconds(898)).state(), NOW.plusSeconds(900), Forecast.THOROUGH);

        assertThat(later).isEqualTo(now);
    }

    private static UpdatePolicy policy(Amount surge, Amount unavailable) {
        return policy(surge, unavailable, Canary.DEFAULT);
    }

    private static UpdatePolicy policy(Amount surge, Amount unavailable, Canary canary) {
        return new UpdatePolicy(
                Strategy.ROLLING, surge, unavailable, GroupFixture.MIN_READY, null, canary, OnFailure.PAUSE);
    }

    /** How many creates and destroys there are. */
    private static String counts(Forecast forecast) {
        return forecast.count(Kind.PROVISION) + " " + forecast.count(Kind.DESTROY);
    }

    private static List<String> types(Forecast forecast) {
        return forecast.warnings().stream().map(Warning::type).toList();
    }
}
