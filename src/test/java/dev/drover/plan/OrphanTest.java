package dev.drover.plan;

import static dev.drover.plan.CallFixture.call;
import static dev.drover.plan.GroupFixture.group;
import static dev.drover.plan.GroupFixture.id;
import static dev.drover.plan.MemberFixture.creating;
import static dev.drover.plan.MemberFixture.member;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.plan.Call.State;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Machines of a group that are no living member's. */
class OrphanTest {
    @Test
    void whatIsToBeDestroyedCountsAgainstTheCeiling() {
        Plan plan = group(3).ready(1, 1).orphans(2).plan(); // the ceiling is 4

        assertThat(plan.actions())
                .filteredOn(Action.Provision.class::isInstance)
                .hasSize(1);
        assertThat(plan.size().possible()).isEqualTo(4);
        assertThat(plan.waiting()).extracting(Waiting::what).contains(Waiting.What.BUDGET, Waiting.What.ORPHANS);
    }

    @Test
    void aCreateThatNobodyCalledIsCancelledForIt() {
        Plan plan =
                group(1).ready(1, 0).with(creating(1, State.PLANNED)).orphans(2).plan();

        assertThat(plan.changes()).containsExactly(new Change.MemberCancelled(id(1), Why.SURPLUS));
    }

    @Test
    void aGroupIsNotAsDeclaredBeforeTheyAreGone() {
        GroupFixture group = group(2).ready(1, 2);
        assertThat(group.plan().converged()).isTrue();

        Plan plan = group.orphans(1).plan();
        assertThat(plan.converged()).isFalse();
        assertThat(plan.holds(Condition.Type.READY)).isTrue();
        assertThat(plan.quiet()).isTrue();
    }

    @Test
    void aForecastSeesThemGo() {
        Forecast forecast = group(3).ready(1, 1).orphans(3).forecast();

        assertThat(forecast.ending().state()).isEqualTo(Ending.State.CONVERGED);
        assertThat(forecast.budget().machines()).isEqualTo(4);
        assertThat(forecast.count(Foreseen.Kind.PROVISION)).isEqualTo(2);
    }

    @Test
    void twoUnexplainedMachinesFreezeNothing() {
        Plan plan = group(2).ready(1, 1).orphans(0, "a at cloud", "b at cloud").plan();

        assertThat(plan.holds(Condition.Type.FROZEN)).isFalse();
        assertThat(plan.actions()).hasSize(1);
    }

    @Test
    void threeFreezeTheGroupAndSayWhich() {
        Plan plan = group(2).ready(1, 1)
                .orphans(0, "a at cloud", "b at cloud", "c at cloud")
                .plan();

        assertThat(plan.actions()).isEmpty();
        assertThat(plan.conditions())
                .filteredOn(it -> it.type() == Condition.Type.FROZEN)
                .singleElement()
                .satisfies(it -> assertThat(it.reason()).isEqualTo(Condition.CREATES_WAIT))
                .satisfies(it -> assertThat(it.message()).contains("a at cloud, b at cloud, c at cloud"));
    }

    @Test
    void aFrozenGroupThatNeedsNothingIsAsDeclared() {
        Plan plan = group(2).ready(1, 2).orphans(0, "a", "b", "c").plan();

        assertThat(plan.converged()).isTrue();
        assertThat(plan.conditions())
                .filteredOn(it -> it.type() == Condition.Type.FROZEN)
                .extracting(Condition::reason)
                .containsExactly("NothingToMake");
    }

    @Test
    void aFrozenGroupCallsNoCreateAgainAndLeavesThePlannedOnesFenced() {
        Plan plan = group(3).with(creating(1, State.FAILED), creating(2, State.UNKNOWN))
                .with(creating(3, call(State.PLANNED).fenced()))
                .orphans(0, "a", "b", "c")
                .plan();

        assertThat(plan.quiet()).as(plan.toString()).isTrue();
        assertThat(plan.holds(Condition.Type.FROZEN)).isTrue();
    }

    @Test
    void aFrozenGroupStillGetsSmallerAndRidOfWhatIsBroken() {
        Plan plan = group(1).ready(1, 2).orphans(0, "a", "b", "c").plan();
        assertThat(plan.actions()).hasSize(1).first().isInstanceOf(Action.Destroy.class);
    }

    @Test
    void oneIsEnoughForPets() {
        Plan plan = GroupFixture.pets("db-1", "db-2")
                .with(member(1).pet("db-1"))
                .orphans(0, "a at cloud")
                .plan();

        assertThat(plan.holds(Condition.Type.FROZEN)).isTrue();
        assertThat(plan.actions()).isEmpty();
    }

    @Test
    void aMemberIsReleasedWhenTheCopiesOfItsMachineAreGone() {
        GroupFixture group = group(1).with(member(1).detached());

        Plan copied = group.copied(1).plan();
        assertThat(copied.changes()).isEmpty();
        assertThat(copied.waiting()).contains(new Waiting(Waiting.What.ORPHANS, List.of(id(1)), null));
        assertThat(group.orphans(0).plan().changes())
                .contains(new Change.MemberEnded(id(1), Change.Tombstone.RELEASED));
    }
}
