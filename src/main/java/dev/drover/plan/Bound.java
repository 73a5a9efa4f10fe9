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
 * @param judged whether its flavor has a say in its health
 * @param probe what probes and flavor settled on; null if they have said nothing yet
 * @param report what somebody outside said last; null if nobody did
 * @param everReady whether it had been ready before its health last changed
 * @param fellIllAt when it last became unhealthy after it had been ready; null if it never did
 * @param missingSince when the first of the listings began that lack it; null if the last one showed it
 */
public record Bound(
        Instant at,
        Duration stoodStill,
        Phase phase,
        Instant phaseSince,
        @Nullable String phaseDetail,
        boolean judged,
        @Nullable Health probe,
        @Nullable Report report,
        boolean everReady,
        @Nullable Instant fellIllAt,
        @Nullable Instant missingSince) {

    /**
     * How it is. Stopped is unhealthy at once; a running instance of which nobody has an opinion is healthy. Among opinions, unhealthy beats
     * unknown beats healthy.
     *
     * @param probed whether the group declares a probe
     */
    public Health health(boolean probed, Instant now) {
        return switch (phase) {
            case STOPPED -> new Health(Health.Status.UNHEALTHY, stopped(), phaseSince);
            case GONE -> new Health(Health.Status.UNHEALTHY, "the instance is gone", phaseSince);
            case STARTING -> new Health(Health.Status.UNKNOWN, "the instance is starting", phaseSince);
            case RUNNING -> reported(running(probed), now);
        };
    }

    /** When what somebody said ends by itself; null if nobody says anything now. */
    @Nullable
    Instant reportEnds(Instant now) {
        return report == null || report.expired(now) ? null : report.until();
    }

    private Health reported(Health own, Instant now) {
        if (report == null) {
            return own;
        }
        if (report.expired(now)) {
            return report.health().status() == Health.Status.HEALTHY ? own : own.notBefore(report.until());
        }
        return own.and(report.health());
    }

    /** Whether anybody is asked for its health, but for its provider. */
    boolean asked(boolean probed) {
        return probed || judged;
    }

    /** When it was first known that the instance is not there, if it is not. */
    Instant goneSince() {
        return missingSince != null ? missingSince : phaseSince;
    }

    private Health running(boolean probed) {
        if (!asked(probed)) {
            return new Health(Health.Status.HEALTHY, "the instance is running", phaseSince);
        }
        return probe != null ? probe : new Health(Health.Status.UNKNOWN, "not probed yet", phaseSince);
    }

    private String stopped() {
        return phaseDetail == null ? "the instance stopped" : "the instance stopped: " + phaseDetail;
    }
}
