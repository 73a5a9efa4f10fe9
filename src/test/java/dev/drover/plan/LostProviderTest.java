package dev.drover.plan;

import static dev.drover.plan.CallFixture.call;
import static dev.drover.plan.GroupFixture.NOW;
import static dev.drover.plan.GroupFixture.STARTUP;
import static dev.drover.plan.GroupFixture.destroy;
import static dev.drover.plan.GroupFixture.group;
import static dev.drover.plan.GroupFixture.grow;
import static dev.drover.plan.GroupFixture.id;
import static dev.drover.plan.MemberFixture.creating;
import static dev.drover.plan.MemberFixture.member;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.provider.spi.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A provider that no replica has configured, or whose host is away: nothing is concluded, and nothing done. */
class LostProviderTest {
    private static final Instant SINCE = NOW.minusSeconds(3);

    @Test
    void membersOfAHostThatIsAwayAreUnknown() {
        Plan plan = group(2).ready(1, 2).awaySince(SINCE).plan();

        assertThat(plan.actions()).isEmpty();
        assertThat(plan.size().unknown()).isEqualTo(2);
        assertThat(plan.size().ready()).isZero();
        assertThat(message(plan, Condition.Type.HOST_AWAY))
                .contains("hermes", String.valueOf(SINCE), "start Drover on that host again", "detach", "abandon=true");
        assertThat(plan.holds(Condition.Type.PROVIDER_MISSING)).isFalse();
        assertThat(plan.holds(Condition.Type.OBSERVATION_STALE)).isFalse();
    }

    @Test
    void membersOfAProviderThatIsConfiguredNowhereAreUnknown() {
        Plan plan = group(2).ready(1, 2).nowhereSince(SINCE).plan();

        assertThat(plan.actions()).isEmpty();
        assertThat(plan.size().unknown()).isEqualTo(2);
        assertThat(message(plan, Condition.Type.PROVIDER_MISSING))
                .contains("cloud", String.valueOf(SINCE), "configure it again", "detach");
        assertThat(plan.holds(Condition.Type.HOST_AWAY)).isFalse();
    }

    @Test
    void whatWasBrokenBeforeIsNotReplacedAndTripsNoBreaker() {
        GroupFixture group = group(4).breaker(1)
                .ready(1, 1)
                .with(member(2).stopped(), member(3).stopped(), member(4).phase(Phase.GONE, SINCE));

        assertThat(group.plan().holds(Condition.Type.REPAIR_SUSPENDED)).isTrue();
        Plan plan = group.awaySince(SINCE).plan();
        assertThat(plan.actions()).isEmpty();
        assertThat(plan.holds(Condition.Type.REPAIR_SUSPENDED)).isFalse();
    }

    @Test
    void nothingIsMadeThereAndWhatIsPlannedStaysPlanned() {
        Plan plan = group(3).ready(1, 1)
                .with(creating(2, Call.State.PLANNED))
                .awaySince(SINCE)
                .plan();

        assertThat(plan.actions()).isEmpty();
        assertThat(plan.changes()).isEmpty();
        assertThat(plan.waiting()).contains(new Waiting(Waiting.What.PROVIDER, List.of(), null));
    }

    @Test
    void aFailedCreateWaitsForItsProvider() {
        Plan plan =
                group(1).with(creating(1, Call.State.FAILED)).awaySince(SINCE).plan();

        assertThat(plan.actions()).isEmpty();
        assertThat(plan.waiting()).contains(new Waiting(Waiting.What.PROVIDER, List.of(id(1)), null));
    }

    @Test
    void aSurplusIsNotTakenAway() {
        assertThat(group(1).ready(1, 3).nowhereSince(SINCE).plan().actions()).isEmpty();
    }

    @Test
    void whatAPersonWantsDestroyedWaitsToo() {
        Plan plan = group(1).with(member(1).destroyRequested()).awaySince(SINCE).plan();

        assertThat(plan.actions()).isEmpty();
        assertThat(plan.waiting()).contains(new Waiting(Waiting.What.PROVIDER, List.of(id(1)), null));
        assertThat(group(2).ready(1, 2).deleting().awaySince(SINCE).plan().actions())
                .isEmpty();
    }

    @Test
    void aDestroyInDoubtIsNotCalledAgain() {
        GroupFixture group = group(0).with(member(1)
                .leaving(Why.SURPLUS)
                .destroy(call(Call.State.FAILED).attempts(1).answeredAt(NOW.minus(Duration.ofHours(1)))));

        assertThat(group.plan().actions()).containsExactly(destroy(1, Why.SURPLUS));
        assertThat(group.awaySince(SINCE).plan().actions()).isEmpty();
    }

    @Test
    void nothingIsRelabelled() {
        assertThat(group(1).ready(1, 1).labels(2).awaySince(SINCE).plan().actions())
                .isEmpty();
    }

    @Test
    void theLastListingProvesNothingMore() {
        assertThat(group(1).with(member(1).missingSince(NOW.minus(Duration.ofMinutes(5))))
                        .awaySince(SINCE)
                        .plan()
                        .actions())
                .isEmpty();
    }

    @Test
    void aRolloutDoesNotFailMeanwhile() {
        Instant longAgo = NOW.minus(Duration.ofDays(1));
        Plan plan = group(2).rolling()
                .rollout(Rollout.State.RUNNING, Rollout.Step.ROLL, longAgo)
                .ready(1, 2)
                .awaySince(longAgo)
                .plan();

        assertThat(plan.holds(Condition.Type.ROLLOUT_FAILED)).isFalse();
        assertThat(plan.actions()).isEmpty();
    }

    @Test
    void itsTimeBeginsAnewWhenTheProviderIsBack() {
        Instant longAgo = NOW.minus(Duration.ofDays(1));
        GroupFixture group = group(2).rolling()
                .rollout(Rollout.State.RUNNING, Rollout.Step.ROLL, longAgo)
                .ready(1, 2);

        assertThat(group.plan().holds(Condition.Type.ROLLOUT_FAILED)).isTrue();
        assertThat(group.reachedSince(SINCE).plan().holds(Condition.Type.ROLLOUT_FAILED))
                .isFalse();
    }

    @Test
    void soDoesTheStartupOfAMember() {
        GroupFixture group = group(2).ready(1, 1)
                .with(member(2).boundAt(NOW.minus(STARTUP).minusSeconds(60)).unhealthy());

        assertThat(group.plan().actions()).contains(destroy(2, Why.UNHEALTHY));
        assertThat(group.reachedSince(SINCE).plan().actions()).isEmpty();
    }

    @Test
    void afterItIsBackItGoesOn() {
        assertThat(group(3).ready(1, 2).reachedSince(SINCE).plan().actions()).containsExactly(grow(1, 2));
    }

    @Test
    void aForecastSaysThatItEndsThere() {
        Forecast forecast = group(2).ready(1, 1).awaySince(SINCE).forecast();

        assertThat(forecast.actions()).isEmpty();
        assertThat(forecast.ending().condition()).isEqualTo(Condition.Type.HOST_AWAY);
    }

    private static String message(Plan plan, Condition.Type type) {
        return plan.conditions().stream()
                .filter(it -> it.type() == type)
                .map(Condition::message)
                .findFirst()
                .orElse("");
    }
}
