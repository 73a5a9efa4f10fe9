package dev.drover.plan;

import static dev.drover.plan.CallFixture.call;
import static dev.drover.plan.GroupFixture.INTERVAL;
import static dev.drover.plan.GroupFixture.LISTED;
import static dev.drover.plan.GroupFixture.NOW;
import static dev.drover.plan.GroupFixture.STARTUP;
import static dev.drover.plan.GroupFixture.destroy;
import static dev.drover.plan.GroupFixture.group;
import static dev.drover.plan.GroupFixture.grow;
import static dev.drover.plan.GroupFixture.id;
import static dev.drover.plan.MemberFixture.creating;
import static dev.drover.plan.MemberFixture.member;
import static dev.drover.spec.GroupProcess.FILL;
import static dev.drover.spec.GroupProcess.REPAIR;
import static dev.drover.spec.GroupProcess.ROLL;
import static dev.drover.spec.GroupProcess.SHRINK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.provider.spi.ProviderFailure.Kind;
import dev.drover.spec.GroupProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PauseTest {
    private static final Instant LATELY = NOW.minus(Duration.ofMinutes(1));

    @Test
    void aPausedFillMakesNoMembers() {
        Plan plan = group(3).ready(1, 1).paused(FILL).plan();

        assertThat(plan.quiet()).isTrue();
        assertThat(resume(plan)).containsExactly(List.of());
        assertThat(reason(plan)).isEqualTo("NeededToBeReady");
    }

    @Test
    void aPausedFillCancelsCreatesThatNobodyCalled() {
        Plan plan = group(2).ready(1, 1)
                .with(creating(2, call(Call.State.PLANNED).fenced()))
                .paused(FILL)
                .plan();

        assertThat(plan.changes()).containsExactly(new Change.MemberCancelled(id(2), Why.PAUSED));
        assertThat(plan.actions()).isEmpty();
    }

    @Test
    void aPausedFillCallsNoFailedCreateAgain() {
        Plan plan = group(1).with(creating(1, Call.State.FAILED)).paused(FILL).plan();

        assertThat(plan.quiet()).isTrue();
        assertThat(resume(plan)).containsExactly(List.of(1));
    }

    @Test
    void aPausedFillCallsNoCreateAgainThatProvablyNeverHappened() {
        Plan plan = group(1).with(creating(
                        1,
                        call(Call.State.UNKNOWN).calledAt(NOW.minusSeconds(200)).soughtAt(NOW.minusSeconds(1))))
                .paused(FILL)
                .plan();

        assertThat(plan.quiet()).isTrue();
        assertThat(resume(plan)).containsExactly(List.of(1));
    }

    @Test
    void whatAListingProvedOfACreateIsLookedAtAgainWhenTheListingIsTooOld() {
        GroupFixture group = group(1).with(creating(1, call(Call.State.UNKNOWN).calledAt(NOW.minusSeconds(200))))
                .paused(FILL);
        Instant tooOld = LISTED.plus(INTERVAL.multipliedBy(3));

        assertThat(resume(group.plan())).containsExactly(List.of(1));
        assertThat(group.plan().nextLook()).isEqualTo(tooOld);
        assertThat(resume(group.planAt(tooOld))).isEmpty();
    }

    @Test
    void aPausedFillSettlesWhatWasCalled() {
        Plan plan = group(3).with(
                        creating(1, call(Call.State.CALLED).calledAt(NOW.minusSeconds(61))),
                        creating(2, Call.State.UNKNOWN).found(),
                        creating(3, Call.State.CALLED))
                .paused(GroupProcess.values())
                .plan();

        assertThat(plan.changes())
                .containsExactlyInAnyOrder(
                        new Change.OutcomeUnknown(id(1), Call.Kind.PROVISION),
                        new Change.MemberBound(id(2), MemberFixture.instance(2)));
        assertThat(resume(plan)).isEmpty();
    }

    @Test
    void aBackOffDoesNotHideThatFillIsPaused() {
        Plan plan = group(1).failing(Kind.RETRYABLE, 1, NOW).paused(FILL).plan();

        assertThat(plan.waiting()).extracting(Waiting::what).containsExactly(Waiting.What.RESUME);
    }

    @Test
    void aMemberThatIsWantedAgainIsKeptThoughFillIsPaused() {
        Plan plan = group(1).with(member(1).leaving(Why.SURPLUS).destroy(Call.State.PLANNED))
                .paused(FILL)
                .plan();

        assertThat(plan.changes()).containsExactly(new Change.MemberKept(id(1)));
    }

    @Test
    void aPausedShrinkTakesNobodyAway() {
        Plan plan = group(1).ready(1, 3).paused(SHRINK).plan();

        assertThat(plan.quiet()).isTrue();
        assertThat(resume(plan)).containsExactly(List.of(1, 2));
        assertThat(reason(plan)).isEqualTo("NeededToConverge");
        assertThat(plan.holds(Condition.Type.READY)).isTrue();
        assertThat(plan.converged()).isFalse();
    }

    @Test
    void aPausedShrinkUndoesWhatNobodyCalled() {
        Plan plan = group(0).with(
                        member(1)
                                .leaving(Why.SURPLUS)
                                .destroy(call(Call.State.PLANNED).fenced()),
                        member(2).leaving(Why.SURPLUS),
                        creating(3, Call.State.CALLED).leaving(Why.SURPLUS))
                .paused(SHRINK)
                .plan();

        assertThat(plan.changes())
                .containsExactlyInAnyOrder(
                        new Change.MemberKept(id(1)), new Change.MemberKept(id(2)), new Change.MemberKept(id(3)));
        assertThat(plan.actions()).isEmpty();
        assertThat(plan.nextLook()).isEqualTo(NOW);
    }

    @Test
    void aPauseNeverUndoesADestroyThatWasEverCalled() {
        Plan plan = group(0).with(
                        member(1)
                                .leaving(Why.SURPLUS)
                                .destroy(call(Call.State.FAILED).answeredAt(NOW.minusSeconds(60))),
                        member(2)
                                .leaving(Why.UNHEALTHY)
                                .destroy(call(Call.State.PLANNED).attempts(1).fenced()))
                .paused(GroupProcess.values())
                .plan();

        assertThat(plan.actions()).containsExactly(destroy(1, Why.SURPLUS));
        assertThat(plan.changes()).containsExactly(new Change.Restamped(id(2), Call.Kind.DESTROY));
    }

    @Test
    void aPausedShrinkEndsWhatSurelyHasNoMachine() {
        Plan plan = group(1).ready(1, 1)
                .with(creating(2, Call.State.PLANNED), creating(3, Call.State.FAILED), creating(4, Call.State.CALLED))
                .paused(SHRINK)
                .plan();

        assertThat(plan.changes())
                .containsExactlyInAnyOrder(
                        new Change.MemberCancelled(id(2), Why.SURPLUS),
                        new Change.MemberEnded(id(3), Change.Tombstone.NEVER_CREATED));
        assertThat(resume(plan)).containsExactly(List.of(4));
    }

    @Test
    void aGroupGrowsNoSmallerByRepairsWhileShrinkIsPaused() {
        Plan few = group(3).ready(1, 5)
                .with(member(6).unhealthy(), member(7).stopped(), member(8).missing())
                .paused(SHRINK)
                .plan();

        assertThat(few.quiet()).isTrue();
        assertThat(resume(few)).containsExactly(List.of(1, 2, 6, 7, 8));
        assertThat(reason(few)).isEqualTo("NeededToConverge");
    }

    @Test
    void whoCouldNotBeReplacedBecauseOfAHeldSurplusIsNotTakenAway() {
        Plan plan = group(2).ready(1, 1)
                .with(member(2).unhealthy(), member(3).unhealthy())
                .paused(SHRINK)
                .plan();

        assertThat(plan.quiet()).isTrue();
        assertThat(resume(plan)).containsExactly(List.of(2, 3));
        assertThat(reason(plan)).isEqualTo("NeededToConverge");
        assertThat(reason(group(1).with(member(1).stopped(), member(2).stopped())
                        .paused(SHRINK)
                        .plan()))
                .isEqualTo("NeededToBeReady");
    }

    @Test
    void aPausedRepairNeitherDestroysNorReplaces() {
        Plan plan = group(4).ready(1, 1)
                .with(member(2).missing(), member(3).unhealthy(), member(4).stopped())
                .paused(REPAIR)
                .plan();

        assertThat(plan.quiet()).isTrue();
        assertThat(resume(plan)).containsExactly(List.of(2, 3, 4));
        assertThat(reason(plan)).isEqualTo("NeededToBeReady");
    }

    @Test
    void aPausedRepairUndoesWhatNobodyCalledAndTheReplacementIsMadeForNothingNoMore() {
        Plan plan = group(1).with(
                        member(1).unhealthy().leavingReplaced(Why.UNHEALTHY).destroy(Call.State.PLANNED),
                        creating(2, Call.State.PLANNED).replaces(1, 1))
                .paused(REPAIR)
                .plan();

        assertThat(plan.changes())
                .containsExactlyInAnyOrder(
                        new Change.MemberKept(id(1)), new Change.MemberCancelled(id(2), Why.SURPLUS));
    }

    @Test
    void aPauseInTheMiddleOfARepairKeepsTheReplacementThatIsUnderWay() {
        for (GroupProcess paused : List.of(REPAIR, FILL)) {
            for (Call.State called : List.of(Call.State.CALLED, Call.State.UNKNOWN)) {
                Plan undone = group(1).with(
                                member(1)
                                        .stopped()
                                        .leavingReplaced(Why.STOPPED)
                                        .destroy(call(Call.State.PLANNED).fenced()),
                                creating(2, called).replaces(1, 1))
                        .paused(paused)
                        .plan();
                assertThat(undone.changes()).containsExactly(new Change.MemberKept(id(1)));

                for (MemberFixture broken : List.of(
                        member(1).stopped(), member(1).missing(), member(1).unhealthy())) {
                    Plan plan = group(1).with(broken, creating(2, called).replaces(1, 1))
                            .paused(paused)
                            .plan();
                    assertThat(plan.actions()).containsExactly(destroy(1, Why.SURPLUS));
                    assertThat(plan.changes()).isEmpty();
                }
            }
        }
    }

    @Test
    void aPlaceThatARepairHasEmptiedIsFilledThoughRepairIsPaused() {
        Plan plan = group(1).with(member(1).leaving(Why.UNHEALTHY).destroy(call(Call.State.DONE)))
                .paused(REPAIR)
                .plan();

        assertThat(plan.actions()).containsExactly(GroupFixture.replace(1, 1, Why.UNHEALTHY, 1, 1));
    }

    @Test
    void whoCouldNotBeReplacedIsNotTakenAway() {
        Plan plan =
                group(2).ready(1, 1).with(member(2).unhealthy()).paused(FILL).plan();

        assertThat(plan.quiet()).isTrue();
        assertThat(resume(plan)).containsExactly(List.of(2));
    }

    @Test
    void whoMayRecoverByItselfMayNotNeedTheEndOfThePause() {
        for (GroupProcess process : List.of(REPAIR, FILL)) {
            assertThat(reason(
                            group(1).with(member(1).unhealthy()).paused(process).plan()))
                    .isEqualTo("MayBeNeeded");
            assertThat(reason(group(1).with(member(1).stopped()).paused(process).plan()))
                    .isEqualTo("NeededToBeReady");
            assertThat(reason(group(1).with(member(1).missing()).paused(process).plan()))
                    .isEqualTo("NeededToBeReady");
        }
    }

    @Test
    void whoIsGivenUpWaitsForNoResume() {
        Plan plan = group(1).with(member(1)
                        .replaces(9, 3)
                        .created(NOW.minus(Duration.ofMinutes(20)))
                        .unhealthy())
                .paused(REPAIR)
                .plan();

        assertThat(plan.holds(Condition.Type.REPAIR_GAVE_UP)).isTrue();
        assertThat(resume(plan)).isEmpty();
    }

    @Test
    void aPauseThatNothingNeedsKeepsNobodyFromConverging() {
        Plan plan = group(2).ready(1, 2).paused(GroupProcess.values()).plan();

        assertThat(plan.converged()).isTrue();
        assertThat(plan.waiting()).isEmpty();
        assertThat(reason(plan)).isEqualTo("NotNeeded");
    }

    @Test
    void onePauseDoesNotHoldTheOthers() {
        assertThat(group(2).ready(1, 1).paused(SHRINK, REPAIR, ROLL).plan().actions())
                .containsExactly(grow(1, 1));
        assertThat(group(1).ready(1, 2).paused(FILL, REPAIR, ROLL).plan().actions())
                .containsExactly(destroy(1, Why.SURPLUS));
        assertThat(group(1).with(member(1).unhealthy())
                        .paused(SHRINK, ROLL)
                        .plan()
                        .actions())
                .contains(destroy(1, Why.UNHEALTHY));
    }

    @Test
    void aDeletionLiftsEveryPause() {
        Plan plan =
                group(2).ready(1, 2).paused(GroupProcess.values()).deleting().plan();

        assertThat(plan.actions()).containsExactlyInAnyOrder(destroy(1, Why.DELETED), destroy(2, Why.DELETED));
        assertThat(plan.holds(Condition.Type.PAUSED)).isFalse();
    }

    @Test
    void theConditionSaysWhatIsPausedSinceWhen() {
        Plan plan = group(1).ready(1, 1)
                .pausedSince(NOW.minusSeconds(60), FILL, REPAIR)
                .pausedSince(NOW.minusSeconds(10), ROLL)
                .plan();

        assertThat(plan.conditions())
                .filteredOn(it -> it.type() == Condition.Type.PAUSED)
                .singleElement()
                .extracting(Condition::message)
                .isEqualTo("fill and repair are paused since 2026-01-01T11:59:00Z;"
                        + " roll is paused since 2026-01-01T11:59:50Z");
    }

    @Test
    void theStartupOfMembersStandsStillWhileRepairIsPaused() {
        Instant bound = NOW.minus(STARTUP).plusSeconds(30);
        MemberFixture young = member(1).boundAt(bound).unknown(bound);
        GroupFixture paused = group(1).with(young).pausedSince(NOW.minusSeconds(60), REPAIR);

        Plan later = paused.listed(NOW.plus(Duration.ofHours(1))).planAt(NOW.plus(Duration.ofHours(1)));

        assertThat(later.holds(Condition.Type.HEALTH_UNKNOWN)).isFalse();
        assertThat(group(1).with(young).planAt(NOW.plusSeconds(30)).holds(Condition.Type.HEALTH_UNKNOWN))
                .isTrue();
    }

    @Test
    void aStartupThatWasOverBeforeThePauseIsOver() {
        Instant bound = NOW.minus(STARTUP).minusSeconds(60);
        MemberFixture old = member(1).boundAt(bound).unknown(bound);

        assertThat(group(1).with(old)
                        .pausedSince(NOW.minusSeconds(60), REPAIR)
                        .plan()
                        .holds(Condition.Type.HEALTH_UNKNOWN))
                .isTrue();
        assertThat(group(1).with(old)
                        .pausedSince(NOW.minusSeconds(60).minusMillis(1), REPAIR)
                        .plan()
                        .holds(Condition.Type.HEALTH_UNKNOWN))
                .isFalse();
    }

    @Test
    void aStartupGoesOnWhereAPauseStoppedIt() {
        GroupFixture group = group(1).with(member(1)
                .boundAt(NOW.minus(STARTUP))
                .stoodStill(Duration.ofSeconds(5))
                .unhealthy(LATELY));

        assertThat(group.planAt(NOW.plusSeconds(5).minusMillis(1)).quiet()).isTrue();
        assertThat(group.plan().nextLook()).isEqualTo(NOW.plusSeconds(5));
        assertThat(group.planAt(NOW.plusSeconds(5)).actions()).contains(destroy(1, Why.UNHEALTHY));
    }

    @Test
    void aPauseOfSomethingElseStopsNoClock() {
        GroupFixture group = group(1).with(member(1).boundAt(NOW.minus(STARTUP)).unknown(LATELY));

        assertThat(group.paused(FILL, SHRINK, ROLL).plan().holds(Condition.Type.HEALTH_UNKNOWN))
                .isTrue();
    }

    @Test
    void aRetryCallsADestroyAgainThatWaited() {
        CallFixture failed = call(Call.State.FAILED).attempts(4).answeredAt(NOW.minusSeconds(1));
        MemberFixture leaving = member(1).leaving(Why.SURPLUS).destroy(failed);

        assertThat(group(0).with(leaving).plan().actions()).isEmpty();
        assertThat(group(0).with(leaving).declaredAt(NOW.minusSeconds(1)).plan().actions())
                .containsExactly(destroy(1, Why.SURPLUS));
        assertThat(group(0).with(leaving)
                        .declaredAt(NOW.minusSeconds(1).minusMillis(1))
                        .plan()
                        .actions())
                .isEmpty();
    }

    private static List<List<Integer>> resume(Plan plan) {
        return plan.waiting().stream()
                .filter(it -> it.what() == Waiting.What.RESUME)
                .map(it -> it.members().stream().map(member -> member.number()).toList())
                .toList();
    }

    private static String reason(Plan plan) {
        return plan.conditions().stream()
                .filter(it -> it.type() == Condition.Type.PAUSED)
                .map(Condition::reason)
                .findFirst()
                .orElse("");
    }
}
