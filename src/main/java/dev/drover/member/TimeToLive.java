package dev.drover.member;

import dev.drover.spec.Durations;
import dev.drover.web.Problem;
import dev.drover.web.ProblemType;
import java.time.Duration;
import java.util.List;

/** For how long a report counts. */
final class TimeToLive {
    private static final Duration MOST = Duration.ofHours(24);

    private TimeToLive() {}

    /** @throws Problem if it is no duration, or not from 1s to 24h */
    static Duration of(String text) {
        try {
            Duration ttl = Durations.parse(text);
            if (ttl.compareTo(Duration.ofSeconds(1)) < 0 || ttl.compareTo(MOST) > 0) {
                throw refused("must be from 1s to 24h, it is " + Durations.format(ttl));
            }
            return ttl;
        } catch (IllegalArgumentException e) {
            throw refused(String.valueOf(e.getMessage()));
        }
    }

    private static Problem refused(String message) {
        return new Problem(
                ProblemType.VALIDATION,
                "one thing is wrong with the body; nothing was changed",
                List.of(new Problem.Violation("/ttl", message)));
    }
}
