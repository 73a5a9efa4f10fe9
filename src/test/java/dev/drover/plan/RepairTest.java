package dev.drover.plan;

import static dev.drover.plan.GroupFixture.LISTED;
import static dev.drover.plan.GroupFixture.MIN_READY;
import static dev.drover.plan.GroupFixture.NOW;
import static dev.drover.plan.GroupFixture.STARTUP;
import static dev.drover.plan.GroupFixture.WINDOW;
import static dev.drover.plan.GroupFixture.destroy;
import static dev.drover.plan.GroupFixture.group;
import static dev.drover.plan.GroupFixture.id;
import static dev.drover.plan.GroupFixture.replace;
import static dev.drover.plan.MemberFixture.creating;
import static dev.drover.plan.MemberFixture.member;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.provider.spi.Phase;
import dev.drover.provider.spi.ProviderFailure.Kind;
import dev.drover.spec.Amount;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RepairTest {
    private static final Instant LATELY = NOW.minus(Duration.ofMinutes(1));

    @Test
    void aMissingMemberIsDestroyedLikeAnyOtherAndReplaced() {
        Plan plan = group(3).ready(1, 2).with(member(3).missing()).plan();

        assertThat(plan.actions()).containsExactly(destroy(3, Why.MISSING), replace(1, 3, Why.MISSING, 3, 1));
        assertThat(plan.changes()).isEmpty();
    }

    @Test
    void aMemberThatTheProviderSaysIsGoneNeedsNoListingThatLacksIt() {
        Plan plan =
                group(2).ready(1, 1).with(member(2).phase(Phase.GONE, LATELY)).plan();

        assertThat(plan.actions()).contains(destroy(2, Why.MISSING));
    }

    @Test
    void aMemberIsNotMissingInAListingBegunWithinAWindowOfItsBind() {
        MemberFixture young = member(1).boundAt(LISTED.minus(WINDOW).plusMillis(1));

        assertThat(group(1).with(young.missing()).plan().actions()).isEmpty();
    }

    @Test
    void aStoppedMemberIsReplacedAtOnce() {
        Plan plan =
                group(2).ready(1, 1).with(member(2).boundAt(LATELY).stopped()).plan();

        assertThat(plan.actions()).containsExactly(destroy(2, Why.STOPPED), replace(1, 2, Why.STOPPED, 2, 1));
    }

    @Test
    void anUnhealthyMemberIsReplaced() {
        Plan plan = group(2).ready(1, 1).with(member(2).unhealthy()).plan();

        assertThat(plan.actions()).containsExactly(destroy(2, Why.UNHEALTHY), replace(1, 2, Why.UNHEALTHY, 2, 1));
    }

    @Test
    void unhealthyMembersAreLeftAloneWhereTheyAreOnlyToBeReported() {
        Plan plan = group(3).unhealthyAreOnlyReported()
                .with(member(1), member(2).unhealthy(), member(3).stopped())
                .plan();

        assertThat(plan.actions()).contains(destroy(3, Why.STOPPED)).doesNotContain(destroy(2, Why.UNHEALTHY));
    }

    @Test
    void unknownHealthIsNeverRepaired() {
        Plan plan = group(1).with(member(1).unknown(NOW.minus(STARTUP).minusSeconds(1)))
                .plan();

        assertThat(plan.quiet()).isTrue();
        assertThat(plan.holds(Condition.Type.HEALTH_UNKNOWN)).isTrue();
    }

    @Test
    void withinStartupOnlyAMemberThatHasBeenReadyIsRepaired() {
        Plan plan = group(2).with(
                        member(1).boundAt(LATELY).unhealthy(),
                        member(2).boundAt(LATELY).everReady().unhealthy())
                .plan();

        assertThat(plan.actions()).containsExactly(destroy(2, Why.UNHEALTHY), replace(1, 2, Why.UNHEALTHY, 2, 1));
    }

    @Test
    void aMemberThatNeverBecameHealthyIsRepairedWhenItsStartupEnds() {
        GroupFixture group = group(1).with(member(1).boundAt(NOW.minus(STARTUP)).unhealthy(LATELY));

        assertThat(group.planAt(NOW.minusMillis(1)).actions()).isEmpty();
        assertThat(group.plan().actions()).contains(destroy(1, Why.UNHEALTHY));
    }

    @Test
    void noMoreRepairsAreInFlightThanDeclared() {
        Plan plan = group(5).repairsInFlight(Amount.percent(20))
                .ready(1, 3)
                .with(member(4).unhealthy(), member(5).unhealthy())
                .plan();

        assertThat(plan.actions()).containsExactly(destroy(4, Why.UNHEALTHY), replace(1, 5, Why.UNHEALTHY, 4, 1));
        assertThat(plan.waiting()).extracting(Waiting::what).contains(Waiting.What.BUDGET);
    }

    @Test
    void aRepairIsInFlightUntilTheReplacementIsReady() {
        GroupFixture group = group(2).repairsInFlight(Amount.count(1))
                .with(
                        member(1).unhealthy(),
                        member(2)
                                .replaces(9, 1)
                                .boundAt(LATELY)
                                .healthy(NOW.minus(MIN_READY).plusSeconds(1)));

        assertThat(group.plan().actions()).isEmpty();
        assertThat(group.planAt(NOW.plusSeconds(1)).actions()).contains(destroy(1, Why.UNHEALTHY));
    }

    @Test
    void aRepairIsNoLongerInFlightWhenTheStartupOfItsReplacementEnds() {
        GroupFixture group = group(2).repairsInFlight(Amount.count(1))
                .with(
                        member(1).unhealthy(),
                        member(2)
                                .replaces(9, 1)
                                .boundAt(NOW.minus(STARTUP).plusSeconds(5))
                                .unknown(NOW));

        assertThat(group.plan().quiet()).isTrue();
        assertThat(group.plan().nextLook()).isEqualTo(NOW.plusSeconds(5));
        assertThat(group.planAt(NOW.plusSeconds(5)).actions()).contains(destroy(1, Why.UNHEALTHY));
    }

    @Test
    void aRepairWhoseReplacementCannotBeMadeYetIsInFlight() {
        Plan plan = group(3).repairsInFlight(Amount.count(1))
                .with(member(1), member(2).unhealthy())
                .unreplaced(new Predecessor(
                        id(9), null, Why.MISSING, NOW.minus(Duration.ofHours(2)), LATELY, Lineage.FIRST))
                .failing(Kind.OUT_OF_CAPACITY, 3, NOW)
                .plan();

        assertThat(plan.actions()).isEmpty();
    }

    @Test
    void theOneThatFailedFirstIsRepairedFirst() {
        Plan plan = group(3).repairsInFlight(Amount.count(1))
                .with(member(1), member(2).unhealthy(LATELY), member(3).unhealthy(LATELY.minusSeconds(1)))
                .plan();

        assertThat(plan.actions()).contains(destroy(3, Why.UNHEALTHY)).doesNotContain(destroy(2, Why.UNHEALTHY));
    }

    @Test
    void aReplacementContinuesItsPredecessorsLineage() {
        Plan plan = group(2).ready(1, 1)
                .with(member(2)
                        .replaces(9, 1)
                        .created(NOW.minus(Duration.ofMinutes(20)))
                        .unhealthy())
                .plan();

        assertThat(plan.actions()).contains(replace(1, 2, Why.UNHEALTHY, 2, 2));
    }

    @Test
    void aReplacementContinuesTheLineageOfAMemberThatHasEndedSince() {
        Plan plan = group(2).ready(1, 1)
                .unreplaced(
                        new Predecessor(id(9), null, Why.STOPPED, NOW.minusSeconds(600), LATELY, new Lineage(id(8), 1)))
                .plan();

        assertThat(plan.actions()).containsExactly(replace(1, 1, Why.STOPPED, 9, 2));
    }

    @Test
    void aRepairThatHadToWaitContinuesTheLineAllTheSame() {
        Instant created = NOW.minus(Duration.ofMinutes(50));
        Plan plan = group(1).with(member(1).replaces(9, 2).created(created).unhealthy(created.plusSeconds(30)))
                .plan();

        assertThat(plan.actions()).contains(replace(1, 1, Why.UNHEALTHY, 1, 3));
    }

    @Test
    void theLineBeginsAnewAfterAMemberThatLasted() {
        Plan plan = group(1).with(member(1).replaces(9, 2).unhealthy()).plan();

        assertThat(plan.actions()).contains(replace(1, 1, Why.UNHEALTHY, 1, 1));
    }

    @Test
    void afterThreeReplacementsInARowRepairGivesUp() {
        Plan plan = group(2).ready(1, 1)
                .with(member(2)
                        .replaces(9, 3)
                        .created(NOW.minus(Duration.ofMinutes(20)))
                        .unhealthy())
                .plan();

        assertThat(plan.quiet()).isTrue();
        assertThat(plan.holds(Condition.Type.REPAIR_GAVE_UP)).isTrue();
        assertThat(plan.converged()).isFalse();
    }

    @Test
    void aMissingMemberThatIsGivenUpIsNotCountedAsReady() {
        Plan plan = group(2).ready(1, 1)
                .with(member(2)
                        .replaces(9, 3)
                        .created(NOW.minus(Duration.ofMinutes(20)))
                        .missing())
                .plan();

        assertThat(plan.holds(Condition.Type.REPAIR_GAVE_UP)).isTrue();
        assertThat(plan.holds(Condition.Type.READY)).isFalse();
        assertThat(plan.converged()).isFalse();
    }

    @Test
    void aNewDeclarationForgives() {
        GroupFixture group = group(1).declaredAt(NOW.minusSeconds(1))
                .with(member(1)
                        .replaces(9, 3)
                        .created(NOW.minus(Duration.ofMinutes(20)))
                        .unhealthy());

        assertThat(group.plan().actions())
                .containsExactly(destroy(1, Why.UNHEALTHY), replace(1, 1, Why.UNHEALTHY, 1, 1));
    }

    @Test
    void aNewDeclarationForgivesMembersThatFailAfterItAsWell() {
        GroupFixture group = group(1).declaredAt(NOW.minusSeconds(10))
                .with(member(1)
                        .replaces(9, 3)
                        .created(NOW.minus(Duration.ofMinutes(20)))
                        .unhealthy());

        assertThat(group.plan().actions()).contains(replace(1, 1, Why.UNHEALTHY, 1, 1));
    }

    @Test
    void aMemberThatRecoversBeforeAnybodyCalledItsDestroyStays() {
        Plan plan = group(1).with(member(1).leaving(Why.UNHEALTHY).destroy(Call.State.PLANNED))
                .plan();

        assertThat(plan.changes()).containsExactly(new Change.MemberKept(id(1)));
        assertThat(plan.actions()).isEmpty();
    }

    @Test
    void noWorkIsDoneOnMembersThatAreAboutToLeave() {
        Plan plan = group(1).with(member(1), member(2).unhealthy(), creating(3, Call.State.CALLED))
                .plan();

        assertThat(plan.actions()).containsExactly(destroy(2, Why.SURPLUS));
        assertThat(plan.changes()).containsExactly(new Change.MemberLeaving(id(3), Why.SURPLUS));
    }
}
