package dev.drover.plan;

import static dev.drover.plan.CallFixture.call;
import static dev.drover.plan.GroupFixture.NOW;
import static dev.drover.plan.GroupFixture.destroy;
import static dev.drover.plan.GroupFixture.group;
import static dev.drover.plan.GroupFixture.id;
import static dev.drover.plan.GroupFixture.pets;
import static dev.drover.plan.MemberFixture.creating;
import static dev.drover.plan.MemberFixture.member;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.plan.Call.State;
import dev.drover.plan.Change.Tombstone;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A group that is being released: the command has asked to detach all members whose destroy was never called. */
class ReleaseTest {
    private static final Instant LONG_AGO = NOW.minusSeconds(200);

    @Test
    void everyMemberIsLetGoThenUnlabelledAndTheGroupIsGone() {
        Plan plan = group(3).releasing()
                .with(
                        member(1).detached(),
                        member(2).unhealthy().detached(),
                        member(3).missing().detached())
                .plan();

        assertThat(plan.changes()).containsExactly(released(1), released(2), released(3), new Change.GroupReleased());
        assertThat(plan.actions())
                .containsExactly(new Action.Unlabel(id(1)), new Action.Unlabel(id(2)), new Action.Unlabel(id(3)));
        assertThat(plan.converged()).isFalse();
    }

    @Test
    void nothingIsMadeShrunkRepairedOrRolled() {
        Plan plan = group(5).releasing()
                .revision(2)
                .with(
                        member(1).unhealthy().leaving(Why.UNHEALTHY).destroy(State.CALLED),
                        member(2).label(call(State.CALLED)).detached(),
                        member(3)
                                .draining(Duration.ofSeconds(5), call(State.CALLED))
                                .leaving(Why.OUTDATED)
                                .detached(),
                        creating(4, State.CALLED).detached())
                .plan();

        assertThat(plan.quiet()).isTrue();
        assertThat(plan.waiting())
                .extracting(Waiting::what)
                .containsOnly(Waiting.What.ANSWER)
                .hasSize(4);
        assertThat(plan.conditions())
                .filteredOn(it -> it.type() == Condition.Type.RELEASING)
                .extracting(Condition::message)
                .containsExactly("4 members are left to let go");
        assertThat(plan.holds(Condition.Type.DELETING)).isFalse();
    }

    @Test
    void whatNobodyCalledIsCancelled() {
        Plan plan = group(3).releasing()
                .with(
                        creating(1, State.PLANNED).detached(),
                        member(2).leaving(Why.SURPLUS).destroy(State.PLANNED).detached())
                .plan();

        assertThat(plan.changes())
                .containsExactly(
                        new Change.MemberCancelled(id(1), Why.RELEASED), released(2), new Change.GroupReleased());
        assertThat(plan.actions()).containsExactly(new Action.Unlabel(id(2)));
    }

    @Test
    void aMemberWhoseDestroyWasEverCalledIsDestroyedToTheEnd() {
        Instant longAgo = NOW.minus(Duration.ofHours(1));
        assertThat(group(1).releasing()
                        .with(member(1)
                                .leaving(Why.SURPLUS)
                                .destroy(call(State.UNKNOWN).answeredAt(longAgo)))
                        .plan()
                        .actions())
                .containsExactly(destroy(1, Why.SURPLUS));
        assertThat(group(1).releasing()
                        .with(member(1)
                                .leaving(Why.SURPLUS)
                                .destroy(call(State.FAILED).answeredAt(longAgo)))
                        .plan()
                        .actions())
                .containsExactly(destroy(1, Why.SURPLUS));
        assertThat(group(1).releasing()
                        .with(member(1)
                                .leaving(Why.SURPLUS)
                                .destroy(call(State.PLANNED).attempts(1).fenced()))
                        .plan()
                        .changes())
                .containsExactly(new Change.Restamped(id(1), Call.Kind.DESTROY));
        assertThat(group(1).releasing()
                        .with(member(1)
                                .missing()
                                .leaving(Why.SURPLUS)
                                .destroy(call(State.DONE).answeredAt(longAgo)))
                        .plan()
                        .changes())
                .containsExactly(new Change.MemberEnded(id(1), Tombstone.ENDED), new Change.GroupReleased());
    }

    @Test
    void aCreateInDoubtIsFoundAndLetGoOrNeverCalledAgain() {
        assertThat(group(1).releasing()
                        .with(creating(1, State.UNKNOWN).found().detached())
                        .plan()
                        .changes())
                .containsExactly(new Change.MemberBound(id(1), MemberFixture.instance(1)));
        for (GroupFixture group : List.of(group(1), group(1).notIdempotent())) {
            Plan plan = group.releasing()
                    .with(creating(1, call(State.UNKNOWN).calledAt(LONG_AGO)).detached())
                    .plan();
            assertThat(plan.actions()).isEmpty();
            assertThat(plan.changes())
                    .containsExactly(
                            new Change.MemberEnded(id(1), Tombstone.NEVER_CREATED), new Change.GroupReleased());
        }
        Plan pet = pets("db-1")
                .releasing()
                .with(creating(1, call(State.UNKNOWN).calledAt(LONG_AGO))
                        .pet("db-1")
                        .detached())
                .plan();
        assertThat(pet.changes())
                .containsExactly(new Change.MemberEnded(id(1), Tombstone.NEVER_CREATED), new Change.GroupReleased());
        assertThat(group(1).releasing()
                        .with(creating(1, State.UNKNOWN).detached())
                        .plan()
                        .quiet())
                .isTrue();
    }

    @Test
    void aMemberThatNobodyHasDetachedIsNotTakenAwayEither() {
        Plan plan = group(1).releasing()
                .with(
                        member(1),
                        member(2).destroyRequested(),
                        member(3).leaving(Why.SURPLUS).destroy(State.PLANNED))
                .plan();

        assertThat(plan.actions()).isEmpty();
        assertThat(plan.changes()).isEmpty();
    }

    @Test
    void heldAndProtectedMembersAreLetGoToo() {
        Plan plan = group(2).releasing()
                .with(member(1).held().detached(), member(2).shielded().detached())
                .plan();

        assertThat(plan.changes()).containsExactly(released(1), released(2), new Change.GroupReleased());
    }

    @Test
    void aGroupWithoutMembersIsReleasedAtOnce() {
        assertThat(group(3).releasing().plan().changes()).containsExactly(new Change.GroupReleased());
    }

    private static Change released(int number) {
        return new Change.MemberEnded(id(number), Tombstone.RELEASED);
    }
}
