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
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeleteTest {
    @Test
    void deletingNeedsNoGoodListing() {
        Plan plan = group(3).deleting()
                .listed(null)
                .with(member(1), member(2).unhealthy(), member(3).leaving(Why.SURPLUS))
                .plan();

        assertThat(plan.actions())
                .containsExactlyInAnyOrder(destroy(1, Why.DELETED), destroy(2, Why.DELETED), destroy(3, Why.SURPLUS));
    }

    @Test
    void deletingCancelsWhatNobodyCalledAndWaitsForTheRest() {
        Plan plan = group(3).deleting()
                .with(creating(1, State.PLANNED), creating(2, State.CALLED), creating(3, State.FAILED))
                .plan();

        assertThat(plan.actions()).isEmpty();
        assertThat(plan.changes())
                .containsExactlyInAnyOrder(
                        new Change.MemberCancelled(id(1), Why.DELETED),
                        new Change.MemberLeaving(id(2), Why.DELETED),
                        new Change.MemberEnded(id(3), Change.Tombstone.NEVER_CREATED));
        assertThat(plan.holds(Condition.Type.DELETING)).isTrue();
    }

    @Test
    void nothingIsMadeOrRepairedWhileAGroupIsDeleted() {
        Plan plan = group(2).deleting()
                .with(member(1).unhealthy().leaving(Why.UNHEALTHY).destroy(State.CALLED))
                .plan();

        assertThat(plan.quiet()).isTrue();
    }

    @Test
    void aDestroyPlannedBeforeTheDeleteGoesOn() {
        Plan plan = group(1).deleting()
                .with(member(1).leaving(Why.SURPLUS).destroy(call(State.PLANNED).fenced()))
                .plan();

        assertThat(plan.changes()).containsExactly(new Change.Restamped(id(1), Call.Kind.DESTROY));
    }

    @Test
    void aGroupIsDeletedWithItsLastMember() {
        Plan plan = group(1).deleting()
                .with(member(1)
                        .missing()
                        .leaving(Why.DELETED)
                        .destroy(call(State.DONE).answeredAt(NOW.minus(Duration.ofHours(1)))))
                .plan();

        assertThat(plan.changes())
                .containsExactly(new Change.MemberEnded(id(1), Change.Tombstone.ENDED), new Change.GroupDeleted());
    }

    @Test
    void aCreateInDoubtIsWaitedForFoundAndDestroyed() {
        Plan waits = group(1).deleting()
                .with(creating(1, State.UNKNOWN).leaving(Why.DELETED))
                .plan();
        assertThat(waits.quiet()).isTrue();
        assertThat(waits.waiting()).extracting(Waiting::what).containsExactly(Waiting.What.OUTCOME);

        assertThat(group(1).deleting()
                        .with(creating(1, State.UNKNOWN).found().leaving(Why.DELETED))
                        .plan()
                        .changes())
                .containsExactly(new Change.MemberBound(id(1), MemberFixture.instance(1)));
        assertThat(group(1).deleting()
                        .with(member(1).leaving(Why.DELETED))
                        .plan()
                        .actions())
                .containsExactly(destroy(1, Why.DELETED));
    }

    @Test
    void aCreateThatProvablyNeverHappenedIsNotCalledAgainAndTheGroupEnds() {
        for (GroupFixture group : List.of(group(1), group(1).notIdempotent())) {
            Plan plan = group.deleting()
                    .with(creating(1, call(State.UNKNOWN).calledAt(NOW.minusSeconds(200)))
                            .leaving(Why.DELETED))
                    .plan();

            assertThat(plan.actions()).isEmpty();
            assertThat(plan.changes())
                    .containsExactly(
                            new Change.MemberEnded(id(1), Change.Tombstone.NEVER_CREATED), new Change.GroupDeleted());
        }
    }
}
