package dev.drover.reconcile;

import dev.drover.database.Rows;
import dev.drover.plan.Member;
import dev.drover.plan.Observation;
import dev.drover.plan.ProviderState;
import dev.drover.plan.Reach;
import dev.drover.provider.spi.Capabilities;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads what a pass has to know of the providers of its group. */
@Component
class ProviderLoader {
    private final JdbcClient jdbc;

    ProviderLoader(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** These providers and those of the members, by name. */
    Map<String, ProviderState> of(List<String> declared, List<Member> members) {
        String[] names = Stream.concat(declared.stream(), members.stream().map(Member::provider))
                .distinct()
                .toArray(String[]::new);
        return jdbc
                .sql(
                        "select * from provider_state p left join observation o on o.provider = p.name where p.name = any(:names)")
                .param("names", names)
                .query((row, number) -> new ProviderState(
                        row.getString("name"),
                        Rows.value(row.getString("capabilities"), Capabilities.class),
                        observation(row),
                        Rows.instant(row, "throttled_until"),
                        new Reach(
                                Rows.instant(row, "nowhere_since"),
                                Rows.instant(row, "away_since"),
                                row.getString("host_name"),
                                Rows.instant(row, "reached_since"))))
                .list()
                .stream()
                .collect(Collectors.toMap(ProviderState::name, Function.identity()));
    }

    private static @Nullable Observation observation(ResultSet row) throws SQLException {
        Instant startedAt = Rows.instant(row, "started_at");
        if (startedAt == null) {
            return null;
        }
        return new Observation(
                startedAt,
                Duration.ofMillis(row.getLong("interval_ms")),
                Duration.ofMillis(row.getLong("duration_ms")),
                Rows.instant(row, "all_missing_since"));
    }
}
