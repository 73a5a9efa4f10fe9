package dev.drover.plan;

import static dev.drover.plan.CallFixture.call;
import static dev.drover.plan.GroupFixture.NOW;
import static dev.drover.plan.GroupFixture.destroy;
import static dev.drover.plan.GroupFixture.id;
import static dev.drover.plan.MemberFixture.creating;
import static dev.drover.plan.MemberFixture.member;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.plan.Call.State;
import dev.drover.provider.spi.LogicalId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Semantics, "Pets". */
class PetTest {
    @Test
    void oneMemberIsMadeForEachLogicalId() {
        Plan plan = GroupFixture.pets("a", "b").plan();

        assertThat(plan.actions()).containsExactly(GroupFixture.pet(1, 0, "a"), GroupFixture.pet(2, 1, "b"));
    }

    @Test
    void aPetsIndexIsKeptWithItsLogicalId() {
        Plan plan = GroupFixture.pets("a", "b").index("b", 0).index("a", 7).plan();

        assertThat(plan.actions()).containsExactly(GroupFixture.pet(1, 7, "a"), GroupFixture.pet(2, 0, "b"));
    }

    @Test
    void anIndexThatAnotherIdKeepsIsNotGivenAway() {
        Plan plan = GroupFixture.pets("a", "b").index("b", 0).plan();

        assertThat(plan.actions()).containsExactly(GroupFixture.pet(1, 1, "a"), GroupFixture.pet(2, 0, "b"));
    }

    @Test
    void noSecondMachineOfOneIdIsMadeWhileTheFirstMayLive() {
        Plan plan = GroupFixture.pets("a", "b")
                .with(
                        member(1).pet("a").leaving(Why.STOPPED).stopped().destroy(call(State.DONE)),
                        member(2).pet("b"))
                .plan();

        assertThat(plan.actions()).isEmpty();
        assertThat(plan.waiting()).anyMatch(it -> it.what() == Waiting.What.PROOF_OF_ABSENCE);
        assertThat(plan.size().possible()).isEqualTo(2);
    }

    @Test
    void theRoomOfAnotherIdIsNotTakenForAnIdWhoseMachineMayLive() {
        Plan plan = GroupFixture.pets("a", "b")
                .with(member(1).pet("a").leaving(Why.STOPPED).stopped().destroy(call(State.DONE)))
                .plan();

        assertThat(plan.actions()).containsExactly(GroupFixture.pet(1, 1, "b"));
    }

    @Test
    void theReplacementTakesOverTheLogicalId() {
        Plan plan = GroupFixture.pets("a", "b")
                .index("a", 0)
                .index("b", 1)
                .with(member(2).pet("b").index(1))
                .unreplaced(new Predecessor(
                        id(1),
                        new LogicalId("a"),
                        Why.STOPPED,
                        NOW.minus(Duration.ofHours(2)),
                        NOW.minusSeconds(60),
                        Lineage.FIRST))
                .plan();

        assertThat(plan.actions())
                .containsExactly(new Action.Provision(
                        new Action.NewMember(1, 0, new LogicalId("a")),
                        1,
                        GroupFixture.PROVIDER,
                        Why.STOPPED,
                        new Lineage(id(1), 1)));
    }

    @Test
    void anIdThatIsDeclaredNoMoreIsDestroyedAndAnotherMadeOnlyWhenItIsGone() {
        Plan plan = GroupFixture.pets("a", "c")
                .with(member(1).pet("a"), member(2).pet("b"))
                .plan();

        assertThat(plan.actions()).containsExactly(destroy(2, Why.UNDECLARED));
    }

    @Test
    void anIdThatIsDeclaredAgainInTimeIsKept() {
        Plan plan = GroupFixture.pets("a", "b")
                .with(
                        member(1).pet("a"),
                        member(2).pet("b").leaving(Why.UNDECLARED).destroy(State.PLANNED))
                .plan();

        assertThat(plan.changes()).containsExactly(new Change.MemberKept(id(2)));
    }

    @Test
    void petsAreRolledOneAfterTheOtherAndTheOldOneGoesFirst() {
        Plan plan = GroupFixture.pets("a", "b", "c")
                .rolling()
                .with(member(1).pet("a"), member(2).pet("b"), member(3).pet("c"))
                .plan();

        assertThat(plan.actions()).containsExactly(destroy(1, Why.OUTDATED));
    }

    @Test
    void theNextPetWaitsUntilTheOneBeforeIsReadyAgain() {
        Plan plan = GroupFixture.pets("a", "b", "c")
                .rolling()
                .with(
                        member(1).pet("a").revision(2).created(NOW.minusSeconds(5)),
                        member(2).pet("b"),
                        member(3).pet("c"))
                .plan();

        assertThat(plan.actions()).isEmpty();
    }

    @Test
    void aPetWhoseCreateIsInDoubtWaitsForAPerson() {
        GroupFixture group = GroupFixture.pets("a").notIdempotent().with(doubtful());

        Plan plan = group.plan();

        assertThat(plan.actions()).isEmpty();
        assertThat(plan.holds(Condition.Type.PROVISIONING_SUSPENDED)).isTrue();
        assertThat(group.declaredAt(NOW.minusSeconds(1)).plan().changes())
                .containsExactly(new Change.MemberEnded(id(1), Change.Tombstone.NEVER_CREATED));
    }

    @Test
    void aGroupOfNoPetsAtAllDestroysTheOnesThatItHas() {
        Plan plan = GroupFixture.pets().with(member(1).pet("a")).plan();

        assertThat(plan.actions()).containsExactly(destroy(1, Why.UNDECLARED));
    }

    private static MemberFixture doubtful() {
        return creating(1, call(State.UNKNOWN).calledAt(NOW.minusSeconds(300)).soughtAt(NOW.minusSeconds(5)))
                .pet("a");
    }
}
