package dev.drover.plan;

import static dev.drover.plan.CallFixture.call;
import static dev.drover.plan.GroupFixture.group;
import static dev.drover.plan.GroupFixture.id;
import static dev.drover.plan.MemberFixture.creating;
import static dev.drover.plan.MemberFixture.member;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.plan.Call.State;
import dev.drover.plan.Change.Tombstone;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A group that ends without waiting for its provider. */
class AbandonTest {
    @Test
    void everyMemberEndsAtOnceHoweverFarItHasComeAndSoDoesTheGroup() {
        Plan plan = group(6).abandoned()
                .listed(null)
                .with(
                        member(1),
                        member(2).leaving(Why.SURPLUS).destroy(State.CALLED),
                        member(3).leaving(Why.DELETED).destroy(State.UNKNOWN),
                        member(4).leaving(Why.OUTDATED).draining(Duration.ofSeconds(5), call(State.CALLED)),
                        creating(5, State.UNKNOWN),
                        creating(6, State.CALLED),
                        creating(7, State.PLANNED),
                        member(8).leaving(Why.SURPLUS).destroy(State.DONE))
                .plan();

        assertThat(plan.actions()).isEmpty();
        assertThat(plan.waiting()).isEmpty();
        assertThat(plan.changes())
                .containsExactly(
                        over(1, Tombstone.ENDED),
                        over(2, Tombstone.ENDED),
                        over(3, Tombstone.ENDED),
                        over(4, Tombstone.ENDED),
                        over(5, Tombstone.NEVER_CREATED),
                        over(6, Tombstone.NEVER_CREATED),
                        over(7, Tombstone.NEVER_CREATED),
                        over(8, Tombstone.ENDED),
                        new Change.GroupDeleted());
    }

    @Test
    void aProviderThatIsConfiguredNowhereIsNotNeeded() {
        Plan plan = group(1).abandoned().providerNotConfigured().with(member(1)).plan();

        assertThat(plan.changes()).containsExactly(over(1, Tombstone.ENDED), new Change.GroupDeleted());
    }

    @Test
    void aMachineThatWasToBeLeftAloneIsUnlessItsDestroyWasCalled() {
        Plan plan = group(2).abandoned()
                .with(
                        member(1).detached().label(call(State.CALLED)),
                        member(2).detached().leaving(Why.SURPLUS).destroy(State.CALLED),
                        creating(3, State.UNKNOWN).detached())
                .plan();

        assertThat(plan.actions()).isEmpty();
        assertThat(plan.changes())
                .containsExactly(
                        over(1, Tombstone.RELEASED),
                        over(2, Tombstone.ENDED),
                        over(3, Tombstone.NEVER_CREATED),
                        new Change.GroupDeleted());
    }

    private static Change over(int number, Tombstone tombstone) {
        return new Change.MemberAbandoned(id(number), tombstone);
    }
}
