package dev.drover.member;

import dev.drover.provider.spi.Token;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A member whose instance runs, as a probe has to know it.
 *
 * @param index the lowest number that no other member of the group holds, from 0
 * @param revision the machine template that it was made from
 * @param logicalId the pet's identity; null for cattle
 * @param provider what made the instance
 * @param providerId the instance's id at its provider
 * @param token what the instance carries
 * @param labels all labels of the instance, Drover's own among them
 * @param settled what earlier probes settled on; null if nothing yet
 * @param settledSince when they did; null if they did not
 * @param streakStatus the answer that the last probes gave though it disagrees; null if they agree
 * @param streak how many answers in a row disagreed
 * @param minReady how long it has to be healthy before it counts as ready
 * @param addresses best first; empty if not known
 */
public record ProbedMember(
        long group,
        int number,
        int index,
        int revision,
        @Nullable String logicalId,
        String provider,
        String providerId,
        Token token,
        Map<String, String> labels,
        List<String> addresses,
        Map<String, Integer> ports,
        @Nullable Answer settled,
        @Nullable Instant settledSince,
        @Nullable Answer streakStatus,
        int streak,
        Duration minReady) {

    /** Whether earlier probes settled on "healthy". */
    public boolean healthy() {
        return settled == Answer.HEALTHY;
    }

    /** What one probe, or a row of them, says. */
    public enum Answer {
        HEALTHY,
        UNHEALTHY,
        UNKNOWN
    }
}
