package dev.drover.plan;

import static dev.drover.plan.CallFixture.call;
import static dev.drover.plan.GroupFixture.CREATE_TIMEOUT;
import static dev.drover.plan.GroupFixture.LISTED;
import static dev.drover.plan.GroupFixture.NOW;
import static dev.drover.plan.GroupFixture.WINDOW;
import static dev.drover.plan.GroupFixture.destroy;
import static dev.drover.plan.GroupFixture.group;
import static dev.drover.plan.GroupFixture.grow;
import static dev.drover.plan.GroupFixture.id;
import static dev.drover.plan.MemberFixture.creating;
import static dev.drover.plan.MemberFixture.instance;
import static dev.drover.plan.MemberFixture.member;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.plan.Call.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettleTest {
    private static final Instant LONG_AGO = NOW.minus(Duration.ofHours(1));

    @Test
    void aCallPastItsDeadlineIsUnknown() {
        CallFixture called = call(State.CALLED).calledAt(NOW.minus(CREATE_TIMEOUT));
        GroupFixture group = group(1).with(creating(1, called));

        assertThat(group.planAt(NOW.minusMillis(1)).quiet()).isTrue();
        assertThat(group.planAt(NOW.minusMillis(1)).nextLook()).isEqualTo(NOW);
        assertThat(group.plan().changes()).containsExactly(new Change.OutcomeUnknown(id(1), Call.Kind.PROVISION));
    }

    @Test
    void anUnknownCreateThatWasFoundIsBound() {
        Plan plan = group(1).with(creating(1, State.UNKNOWN).found()).plan();

        assertThat(plan.changes()).containsExactly(new Change.MemberBound(id(1), instance(1)));
        assertThat(plan.nextLook()).isEqualTo(NOW);
    }

    @Test
    void anUnknownCreateIsNotCalledAgainBeforeALookBegunAfterDeadlineAndWindow() {
        Instant called = LISTED.minus(CREATE_TIMEOUT).minus(WINDOW);

        assertThat(group(1).with(creating(1, call(State.UNKNOWN).calledAt(called.plusMillis(1))))
                        .plan()
                        .quiet())
                .isTrue();
        assertThat(group(1).with(creating(1, call(State.UNKNOWN).calledAt(called)))
                        .plan()
                        .actions())
                .containsExactly(new Action.ProvisionAgain(id(1)));
    }

    @Test
    void whenALookIsOverdueTimeAloneChangesNothing() {
        Plan plan = group(1).listed(null).with(creating(1, unknown(LONG_AGO))).plan();

        assertThat(plan.waiting()).containsExactly(new Waiting(Waiting.What.OUTCOME, List.of(id(1)), null));
        assertThat(plan.nextLook()).isEqualTo(NOW.plusSeconds(60));
    }

    @Test
    void aLookUpThatFoundNothingIsAsGoodAsAListing() {
        Instant called = LONG_AGO;
        Instant proof = called.plus(CREATE_TIMEOUT).plus(WINDOW);
        GroupFixture early =
                group(1).listed(null).with(creating(1, unknown(called).soughtAt(proof.minusMillis(1))));
        GroupFixture late =
                group(1).listed(null).with(creating(1, unknown(called).soughtAt(proof)));

        assertThat(early.plan().actions()).isEmpty();
        assertThat(late.plan().actions()).containsExactly(new Action.ProvisionAgain(id(1)));
    }

    @Test
    void withoutIdempotentCreateAnotherMemberIsMadeInstead() {
        Plan plan =
                group(1).notIdempotent().with(creating(1, unknown(LONG_AGO))).plan();

        assertThat(plan.changes()).containsExactly(new Change.MemberEnded(id(1), Change.Tombstone.NEVER_CREATED));
        assertThat(plan.actions()).containsExactly(grow(1, 1));
    }

    @Test
    void aCreateCalledAgainNeedsTheBudgetLikeANewOne() {
        Plan plan = group(1).with(creating(1, unknown(LONG_AGO)))
                .with(member(2).leaving(Why.SURPLUS).destroy(State.CALLED))
                .with(member(3).leaving(Why.SURPLUS).destroy(State.CALLED))
                .plan();

        assertThat(plan.quiet()).isTrue();
    }

    @Test
    void anUnknownCreateCountsAsExisting() {
        Plan plan = group(1).with(
                        creating(1, State.UNKNOWN),
                        member(2).leaving(Why.SURPLUS).destroy(State.CALLED))
                .plan();

        assertThat(plan.actions()).isEmpty();
        assertThat(plan.size().possible()).isEqualTo(2);
    }

    @Test
    void aDestroyIsDoneWhenAListingBegunAWindowAfterItsAnswerLacksTheInstance() {
        Instant answered = LISTED.minus(WINDOW);

        assertThat(destroyed(answered.plusMillis(1)).changes()).isEmpty();
        assertThat(destroyed(answered).changes())
                .containsExactly(new Change.MemberEnded(id(1), Change.Tombstone.ENDED));
    }

    private static Plan destroyed(Instant answered) {
        return group(0).with(member(1)
                        .missing()
                        .leaving(Why.SURPLUS)
                        .destroy(call(State.DONE).answeredAt(answered)))
                .plan();
    }

    @Test
    void aDoubtedListingProvesNoDestroy() {
        Plan plan = group(0).allMissingSince(LISTED)
                .with(member(1)
                        .missing()
                        .leaving(Why.SURPLUS)
                        .destroy(call(State.DONE).answeredAt(LONG_AGO)))
                .plan();

        assertThat(plan.quiet()).isTrue();
    }

    @Test
    void aDoubtedListingDoesNotProveThatACreateHadNoEffect() {
        Plan plan = group(1).allMissingSince(LISTED)
                .with(creating(1, unknown(LONG_AGO)))
                .plan();

        assertThat(plan.quiet()).isTrue();
    }

    @Test
    void anAnsweredDestroyWhoseInstanceIsStillShownIsCalledAgain() {
        Plan plan = group(0).with(
                        member(1).leaving(Why.SURPLUS).destroy(call(State.DONE).answeredAt(LONG_AGO)))
                .plan();

        assertThat(plan.actions()).containsExactly(destroy(1, Why.SURPLUS));
    }

    @Test
    void anUnknownDestroyIsSimplyCalledAgain() {
        GroupFixture group = group(0).with(member(1)
                .leaving(Why.SURPLUS)
                .destroy(call(State.UNKNOWN).answeredAt(NOW)));

        assertThat(group.plan().quiet()).isTrue();
        assertThat(group.plan().nextLook()).isEqualTo(NOW.plusSeconds(10));
        assertThat(group.planAt(NOW.plusSeconds(10)).actions()).containsExactly(destroy(1, Why.SURPLUS));
    }

    private static CallFixture unknown(Instant calledAt) {
        return call(State.UNKNOWN).calledAt(calledAt);
    }
}
