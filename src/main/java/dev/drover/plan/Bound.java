package dev.drover.plan;

import dev.drover.provider.spi.Phase;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A member's instance and what is known of it.
 *
 * @param at when the instance became known
 * @param stoodStill for how long, since then, its startup stood still in pauses that are over
 * @param phaseSince when this phase was seen first
 * @param phaseDetail the provider's words about the phase; null if there are none
 * @param probe what probes and flavor settled on; null if they have said nothing yet
 * @param everReady whether it had been ready before its health last changed
 * @param missingSince when the first of the listings began that lack it; null if the last one showed it
 */
public record Bound(
        Instant at,
        Duration stoodStill,
        Phase phase,
        Instant phaseSince,
        @Nullable String phaseDetail,
        @Nullable Health probe,
        boolean everReady,
        @Nullable Instant missingSince) {

    /** Stopped is unhealthy at once; without a health check a running instance is healthy. */
    public Health health(boolean probed) {
        return switch (phase) {
            case STOPPED -> new Health(Health.Status.UNHEALTHY, stopped(), phaseSince);
            case GONE -> new Health(Health.Status.UNHEALTHY, "the instance is gone", phaseSince);
            case STARTING -> new Health(Health.Status.UNKNOWN, "the instance is starting", phaseSince);
            case RUNNING -> running(probed);
        };
    }

    /** When it was first known that the instance is not there, if it is not. */
    Instant goneSince() {
        return missingSince != null ? missingSince : phaseSince;
    }

    private Health running(boolean probed) {
        if (!probed) {
            return new Health(Health.Status.HEALTHY, "the instance is running", phaseSince);
        }
        return probe != null ? probe : new Health(Health.Status.UNKNOWN, "not probed yet", phaseSince);
    }

    private String stopped() {
        return phaseDetail == null ? "the instance stopped" : "the instance stopped: " + phaseDetail;
    }
}
