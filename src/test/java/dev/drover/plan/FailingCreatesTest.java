package dev.drover.plan;

import static dev.drover.plan.CallFixture.call;
import static dev.drover.plan.GroupFixture.NOW;
import static dev.drover.plan.GroupFixture.group;
import static dev.drover.plan.GroupFixture.grow;
import static dev.drover.plan.GroupFixture.id;
import static dev.drover.plan.MemberFixture.creating;
import static dev.drover.plan.MemberFixture.member;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.provider.spi.ProviderFailure.Kind;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FailingCreatesTest {
    @Test
    void aFailedCreateIsCalledAgainTenSecondsLater() {
        GroupFixture group = group(1).with(creating(1, Call.State.FAILED)).failing(Kind.RETRYABLE, 1, NOW);

        assertThat(group.plan().quiet()).isTrue();
        assertThat(group.plan().nextLook()).isEqualTo(NOW.plusSeconds(10));
        assertThat(group.planAt(NOW.plusSeconds(10)).actions()).containsExactly(new Action.ProvisionAgain(id(1)));
    }

    @Test
    void theBackOffHoldsForNewCreatesToo() {
        GroupFixture group = group(1).failing(Kind.OUT_OF_CAPACITY, 2, NOW);

        assertThat(group.planAt(NOW.plusSeconds(19)).actions()).isEmpty();
        assertThat(group.planAt(NOW.plusSeconds(20)).actions()).containsExactly(grow(1, 0));
    }

    @Test
    void theDelayDoublesToFiveMinutesAtMost() {
        assertThat(delay(1)).isEqualTo(Duration.ofSeconds(10));
        assertThat(delay(2)).isEqualTo(Duration.ofSeconds(20));
        assertThat(delay(5)).isEqualTo(Duration.ofSeconds(160));
        assertThat(delay(6)).isEqualTo(Duration.ofMinutes(5));
        assertThat(delay(1000)).isEqualTo(Duration.ofMinutes(5));
    }

    private static Duration delay(int rounds) {
        return CreateFailures.backOff(rounds, 0);
    }

    @Test
    void theDelayIsJitteredByATenthAtMost() {
        assertThat(CreateFailures.backOff(1, 0.5)).isEqualTo(Duration.ofMillis(10_500));
        assertThat(CreateFailures.backOff(9, 1)).isEqualTo(Duration.ofSeconds(330));
    }

    @Test
    void theProvidersWordsAreShownWordForWord() {
        Plan plan = group(1).failing(Kind.OUT_OF_CAPACITY, 2, NOW).plan();

        assertThat(plan.conditions())
                .filteredOn(it -> it.type() == Condition.Type.PROVISIONING_FAILING)
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.reason()).isEqualTo("OutOfCapacity");
                    assertThat(it.message()).startsWith("no room");
                });
    }

    @Test
    void aThrottledProviderIsLeftAlone() {
        Instant until = NOW.plusSeconds(7);
        GroupFixture group = group(1).throttledUntil(until);

        assertThat(group.plan().quiet()).isTrue();
        assertThat(group.plan().nextLook()).isEqualTo(until);
        assertThat(group.planAt(until).actions()).containsExactly(grow(1, 0));
    }

    @Test
    void theBackOffOfADestroyDoesNotHideThatOfTheCreates() {
        Plan plan = group(1).with(member(2)
                        .leaving(Why.SURPLUS)
                        .destroy(call(Call.State.FAILED).attempts(3).answeredAt(NOW)))
                .failing(Kind.RETRYABLE, 1, NOW)
                .plan();

        assertThat(plan.waiting()).hasSize(2).extracting(Waiting::what).containsOnly(Waiting.What.BACK_OFF);
        assertThat(plan.nextLook()).isEqualTo(NOW.plusSeconds(10));
    }

    @Test
    void aNewDeclarationForgivesFailingCreates() {
        Plan plan = group(1).declaredAt(NOW).failing(Kind.REJECTED, 9, NOW).plan();

        assertThat(plan.actions()).containsExactly(grow(1, 0));
        assertThat(plan.holds(Condition.Type.PROVISIONING_FAILING)).isFalse();
    }
}
