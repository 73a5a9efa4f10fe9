package dev.drover.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

class ClockSkewTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    @Test
    void aClockThatIsTwoMinutesOffIsNotReadyAndBothInstantsAreTold() {
        for (Duration by : new Duration[] {Duration.ofMinutes(2), Duration.ofMinutes(-2)}) {
            Health health = ReplicaHealth.of(measured(NOW.plus(by)));

            assertThat(health.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
            assertThat(health.getDetails())
                    .containsEntry("database", NOW.plus(by).toString())
                    .containsKey("replica");
        }
    }

    @Test
    void aClockThatIsASecondOffIsReady() {
        assertThat(ReplicaHealth.of(measured(NOW.plusSeconds(1))).getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void whatTheAnswerTookMayBeTheWholeDifference() {
        var slow = new ClockSkew.Reading(NOW.plusSeconds(5), NOW, Duration.ofSeconds(8));
        var quick = new ClockSkew.Reading(NOW.plusSeconds(5), NOW, Duration.ofMillis(10));

        assertThat(slow.off()).isEqualTo(Duration.ofSeconds(1));
        assertThat(slow.tooFar()).isFalse();
        assertThat(quick.tooFar()).isTrue();
    }

    @Test
    void aClockThatIsSetRightIsReadyAgain() {
        AtomicReference<Instant> own = new AtomicReference<>(NOW.plusSeconds(120));
        ClockSkew skew = new ClockSkew(() -> NOW, own::get);
        skew.measure();
        assertThat(Objects.requireNonNull(skew.last()).tooFar()).isTrue();
        own.set(NOW);
        skew.measure();
        assertThat(Objects.requireNonNull(skew.last()).tooFar()).isFalse();
    }

    private static ClockSkew.Reading measured(Instant database) {
        ClockSkew skew = new ClockSkew(() -> database, InstantSource.fixed(NOW));
        skew.measure();
        return Objects.requireNonNull(skew.last());
    }
}
