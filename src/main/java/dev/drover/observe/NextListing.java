package dev.drover.observe;

import dev.drover.database.Rows;
import dev.drover.provider.ConfiguredProvider;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** When a provider is to be listed: regularly, and sooner when that could prove that an instance is gone. */
@Component
class NextListing {
    /** An answered destroy asks for a listing at once, but for no more than one a second. */
    private static final Duration SOONEST = Duration.ofSeconds(1);
    /** For how long it asks: a machine that takes longer to go is left to the regular listings. */
    private static final Duration LATELY = Duration.ofSeconds(30);

    private final JdbcClient jdbc;

    NextListing(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Empty if nobody has ever tried to list it. */
    Optional<Instant> of(ConfiguredProvider provider) {
        return attempted(provider.name()).map(it -> after(provider, it));
    }

    /** When the last listing began, on whichever replica. */
    private Optional<Instant> attempted(String provider) {
        return jdbc.sql("select attempted_at from observation where provider = :provider")
                .param("provider", provider)
                .query(OffsetDateTime.class)
                .optional()
                .map(OffsetDateTime::toInstant);
    }

    private Instant after(ConfiguredProvider provider, Instant begun) {
        Instant regular = begun.plus(provider.observeEvery());
        Instant soonest = begun.plus(SOONEST);
        return wanted(provider, begun)
                .map(it -> it.isBefore(soonest) ? soonest : it)
                .filter(it -> it.isBefore(regular))
                .orElse(regular);
    }

    /** When a listing could first prove the oldest of the destroys that were answered lately. */
    private Optional<Instant> wanted(ConfiguredProvider provider, Instant begun) {
        Duration window = provider.capabilities().consistencyWindow();
        return jdbc.sql("""
                select least((select min(closed_at) from orphan
                               where provider = :provider and state = 'DONE' and closed_at > :lately),
                       min(a.closed_at))
                  from member m join action a on a.group_id = m.group_id and a.member = m.number and a.kind = 'DESTROY'
                 where m.provider = :provider and m.state = 'LEAVING'
                   and a.state = 'DONE' and a.closed_at > :lately
                """)
                .param("provider", provider.name())
                .param("lately", Rows.timestamp(begun.minus(window).minus(LATELY)))
                .query(OffsetDateTime.class)
                .optional()
                .map(it -> it.toInstant().plus(window));
    }
}
