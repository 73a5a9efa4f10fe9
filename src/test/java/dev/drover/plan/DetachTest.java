package dev.drover.plan;

import static dev.drover.plan.CallFixture.call;
import static dev.drover.plan.GroupFixture.NOW;
import static dev.drover.plan.GroupFixture.group;
import static dev.drover.plan.GroupFixture.grow;
import static dev.drover.plan.GroupFixture.id;
import static dev.drover.plan.MemberFixture.creating;
import static dev.drover.plan.MemberFixture.member;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.drover.plan.Change.Tombstone;
import dev.drover.provider.spi.Phase;
import dev.drover.spec.GroupProcess;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DetachTest {
    private static final Change RELEASED = new Change.MemberEnded(id(1), Tombstone.RELEASED);
    private static final Action UNLABEL = new Action.Unlabel(id(1));
    private static final Change NEVER_CREATED = new Change.MemberEnded(id(1), Tombstone.NEVER_CREATED);

    @Test
    void aDetachedMemberIsLetGoAndAnotherIsMade() {
        Plan plan = group(2).with(member(1).detached(), member(2)).plan();

        assertThat(plan.changes()).containsExactly(RELEASED);
        assertThat(plan.actions()).containsExactly(UNLABEL, grow(1, 2));
    }

    @Test
    void itsLabelsStayWhereTheProviderTakesNoneAway() {
        for (GroupFixture group : List.of(group(1).keepingLabels(), group(1).providerNotConfigured())) {
            Plan plan =
                    group.with(member(1).detached()).paused(GroupProcess.FILL).plan();

            assertThat(plan.changes()).containsExactly(RELEASED);
            assertThat(plan.actions()).isEmpty();
        }
    }

    @Test
    void itsLabelsStayIfThatIsAskedForSoThatItCanBeAdopted() {
        Plan plan = group(0).with(member(1).detachedWithItsLabels()).plan();

        assertThat(plan.changes()).containsExactly(RELEASED);
        assertThat(plan.actions()).isEmpty();
    }

    @Test
    void aSmallerGroupMakesNoOther() {
        Plan plan = group(1).with(member(1).detached(), member(2)).plan();

        assertThat(plan.changes()).containsExactly(RELEASED);
        assertThat(plan.actions()).containsExactly(UNLABEL);
    }

    @Test
    void aDestroyThatNobodyCalledDoesNotStandInTheWay() {
        Plan plan = group(0).with(member(1)
                        .detached()
                        .leaving(Why.SURPLUS)
                        .destroy(call(Call.State.PLANNED).fenced()))
                .plan();

        assertThat(plan.changes()).containsExactly(RELEASED);
        assertThat(plan.actions()).containsExactly(UNLABEL);
    }

    @Test
    void aDestroyThatWasCalledGoesOn() {
        Plan plan = group(0).with(member(1).detached().leaving(Why.SURPLUS).destroy(Call.State.CALLED))
                .plan();

        assertThat(plan.quiet()).isTrue();
    }

    @Test
    void membersThatAreMissingStoppedOrGoneCanBeDetached() {
        assertThat(group(0).with(member(1).missing().detached()).plan().changes())
                .containsExactly(RELEASED);
        assertThat(group(0).with(member(1).stopped().detached()).plan().changes())
                .containsExactly(RELEASED);
        assertThat(group(0).with(member(1).phase(Phase.GONE, NOW).detached())
                        .plan()
                        .changes())
                .containsExactly(RELEASED);
    }

    @Test
    void aCreateThatNobodyCalledIsCancelled() {
        Plan plan = group(1).with(creating(1, Call.State.PLANNED).detached()).plan();

        assertThat(plan.changes()).containsExactly(new Change.MemberCancelled(id(1), Why.DETACHED));
        assertThat(plan.actions()).containsExactly(grow(1, 1));
    }

    @Test
    void whatIsUnderWayToItsMachineIsOverFirst() {
        CallFixture longAgo = call(Call.State.CALLED).calledAt(NOW.minusSeconds(200));
        for (Call.State state : List.of(Call.State.CALLED, Call.State.UNKNOWN)) {
            Plan labelled =
                    group(0).with(member(1).label(call(state)).detached()).plan();
            assertThat(labelled.quiet()).isTrue();
            assertThat(labelled.waiting())
                    .extracting(Waiting::what, Waiting::members)
                    .containsExactly(tuple(Waiting.What.ANSWER, List.of(id(1))));
            Plan drained = group(0).with(member(1)
                            .leaving(Why.SURPLUS)
                            .draining(Duration.ofHours(1), call(state))
                            .detached())
                    .plan();
            assertThat(drained.quiet()).isTrue();
            assertThat(group(0).with(member(1).label(call(state)).detached())
                            .deleting()
                            .plan()
                            .quiet())
                    .isTrue();
        }

        assertThat(group(0).with(member(1).label(longAgo).detached()).plan().changes())
                .containsExactly(RELEASED);
        for (Call.State state : List.of(Call.State.PLANNED, Call.State.DONE, Call.State.FAILED)) {
            assertThat(group(0).with(member(1).label(call(state)).detached())
                            .plan()
                            .changes())
                    .containsExactly(RELEASED);
        }
    }

    @Test
    void aCreateUnderWayIsSettledFirst() {
        Plan plan = group(0).with(creating(1, Call.State.CALLED).detached()).plan();

        assertThat(plan.quiet()).isTrue();
        assertThat(plan.waiting()).extracting(Waiting::what).containsExactly(Waiting.What.ANSWER);
    }

    @Test
    void aCreateInDoubtIsResolvedFirst() {
        CallFixture longAgo = call(Call.State.UNKNOWN).calledAt(NOW.minusSeconds(200));
        assertThat(group(0).with(creating(1, Call.State.UNKNOWN).detached())
                        .plan()
                        .waiting())
                .extracting(Waiting::what)
                .containsExactly(Waiting.What.OUTCOME);
        assertThat(group(0).with(creating(1, Call.State.UNKNOWN).found().detached())
                        .plan()
                        .changes())
                .containsExactly(new Change.MemberBound(id(1), MemberFixture.instance(1)));
        assertThat(group(0).with(creating(1, longAgo).detached()).plan().changes())
                .containsExactly(NEVER_CREATED);
    }

    @Test
    void aCreateThatNeverHappenedIsNotCalledAgain() {
        Plan plan = group(1).with(creating(1, Call.State.FAILED).detached()).plan();

        assertThat(plan.changes()).containsExactly(NEVER_CREATED);
        assertThat(plan.actions()).containsExactly(grow(1, 1));
    }

    @Test
    void itsMachineCountsUntilItIsLetGo() {
        Plan plan = group(1).with(creating(1, Call.State.CALLED).detached(), member(2), member(3))
                .plan();

        assertThat(plan.size().possible()).isEqualTo(3);
    }

    @Test
    void aDeletionAndAPauseLetItGoAllTheSame() {
        assertThat(group(1).with(member(1).detached()).deleting().plan().changes())
                .containsExactly(RELEASED, new Change.GroupDeleted());
        assertThat(group(1).with(member(1).detached())
                        .paused(GroupProcess.values())
                        .plan()
                        .changes())
                .containsExactly(RELEASED);
    }
}
