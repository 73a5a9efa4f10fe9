package dev.drover.plan;

import static dev.drover.plan.GroupFixture.NOW;
import static dev.drover.plan.GroupFixture.destroy;
import static dev.drover.plan.GroupFixture.group;
import static dev.drover.plan.GroupFixture.id;
import static dev.drover.plan.MemberFixture.member;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Semantics, "Repair": the breaker. */
class BreakerTest {
    @Test
    void moreFailuresAtOnceThanTheBreakerAllowsSuspendRepair() {
        Plan plan = group(4).breaker(3).with(ill(1), ill(2), ill(3), ill(4)).plan();

        assertThat(plan.actions()).isEmpty();
        assertThat(plan.holds(Condition.Type.REPAIR_SUSPENDED)).isTrue();
        assertThat(plan.waiting())
                .filteredOn(it -> it.what() == Waiting.What.BREAKER)
                .hasSize(4)
                .allMatch(it -> NOW.minusSeconds(3).plus(Duration.ofMinutes(10)).equals(it.until()));
    }

    @Test
    void asManyAsAlwaysMayFailAreRepaired() {
        Plan plan = group(4).breaker(3).with(ill(1), ill(2), ill(3), member(4)).plan();

        assertThat(plan.actions()).contains(destroy(1, Why.UNHEALTHY));
        assertThat(plan.holds(Condition.Type.REPAIR_SUSPENDED)).isFalse();
    }

    @Test
    void aShareOfALargeGroupMayFail() {
        Plan plan = group(20)
                .breaker(3)
                .with(ill(1), ill(2), ill(3), ill(4))
                .ready(5, 20)
                .plan();

        assertThat(plan.actions()).contains(destroy(4, Why.UNHEALTHY));
    }

    @Test
    void whoWasReplacedCountsTogetherWithItsSuccessor() {
        Plan plan = group(3).breaker(2)
                .with(ill(1), ill(2).replaces(9, 1), member(3))
                .casualties(new Casualty(id(9), null, NOW.minusSeconds(60)))
                .plan();

        assertThat(plan.holds(Condition.Type.REPAIR_SUSPENDED)).isFalse();
    }

    @Test
    void whoWasReplacedStillCounts() {
        Plan plan = group(3).breaker(2)
                .with(ill(1), member(2).replaces(8, 1), member(3).replaces(9, 1))
                .casualties(
                        new Casualty(id(8), null, NOW.minusSeconds(60)),
                        new Casualty(id(9), null, NOW.minusSeconds(90)))
                .plan();

        assertThat(plan.actions()).isEmpty();
        assertThat(plan.holds(Condition.Type.REPAIR_SUSPENDED)).isTrue();
    }

    @Test
    void whoHasRecoveredStillCounts() {
        Plan plan = group(3).breaker(2)
                .with(ill(1), member(2).fellIll(NOW.minusSeconds(60)), member(3).fellIll(NOW.minusSeconds(60)))
                .plan();

        assertThat(plan.holds(Condition.Type.REPAIR_SUSPENDED)).isTrue();
    }

    @Test
    void failuresAgeOut() {
        GroupFixture group = group(4).breaker(3).with(ill(1), ill(2), ill(3), ill(4));

        assertThat(group.listed(NOW.plusSeconds(596))
                        .planAt(NOW.minusSeconds(3).plus(Duration.ofMinutes(10)))
                        .actions())
                .contains(destroy(1, Why.UNHEALTHY));
    }

    @Test
    void aNewSpecOrARetryLiftsIt() {
        Plan plan = group(4).breaker(3)
                .declaredAt(NOW.minusSeconds(1))
                .with(ill(1), ill(2), ill(3), ill(4))
                .plan();

        assertThat(plan.actions()).contains(destroy(1, Why.UNHEALTHY));
    }

    @Test
    void membersThatAreMissingAreNotItsMatter() {
        Plan plan = group(4).breaker(1)
                .with(ill(1), ill(2), member(3).missingSince(NOW.minusSeconds(40)), member(4))
                .plan();

        assertThat(plan.holds(Condition.Type.REPAIR_SUSPENDED)).isTrue();
        assertThat(plan.actions()).contains(destroy(3, Why.MISSING));
        assertThat(plan.actions()).doesNotContain(destroy(1, Why.UNHEALTHY));
    }

    private static MemberFixture ill(int number) {
        return member(number).everReady().unhealthy();
    }
}
