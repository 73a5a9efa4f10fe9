package dev.drover.provider;

import dev.drover.database.Rows;
import dev.drover.provider.spi.Capabilities;
import dev.drover.spec.Durations;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the database knows of a provider.
 *
 * @param host where a host-bound one lives; null if it is not bound, or was not used yet
 * @param observation null before the first listing
 */
record RecordedProvider(
        String name,
        String type,
        Capabilities capabilities,
        @Nullable String host,
        @Nullable Instant throttledUntil,
        ProviderView.@Nullable Observation observation,
        @Nullable Duration patience) {
    static final String SELECT = """
            select p.*, o.provider is not null as observed, o.started_at, o.duration_ms, o.interval_ms, o.attempted_at,
                   o.error
              from provider_state p left join observation o on o.provider = p.name
            """;

    static RecordedProvider of(ResultSet row) throws SQLException {
        boolean observed = row.getBoolean("observed");
        return new RecordedProvider(
                row.getString("name"),
                row.getString("type"),
                Objects.requireNonNull(Rows.value(row.getString("capabilities"), Capabilities.class)),
                row.getString("host"),
                Rows.instant(row, "throttled_until"),
                observed ? observation(row) : null,
                observed ? patience(row) : null);
    }

    private static ProviderView.Observation observation(ResultSet row) throws SQLException {
        Instant begun = Rows.instant(row, "started_at");
        return new ProviderView.Observation(
                Objects.requireNonNull(Rows.instant(row, "attempted_at")),
                begun,
                begun == null ? null : Durations.format(Duration.ofMillis(row.getLong("duration_ms"))),
                Durations.format(Duration.ofMillis(row.getLong("interval_ms"))),
                row.getString("error"));
    }

    /** A listing that began longer ago than this proves nothing any more, see Evidence. */
    private static Duration patience(ResultSet row) throws SQLException {
        return Duration.ofMillis(3 * Math.max(row.getLong("interval_ms"), row.getLong("duration_ms")));
    }

    /** How it is for a replica that has it configured and may list it. */
    ProviderView.Health health(Instant now) {
        if (observation == null || patience == null) {
            return new ProviderView.Health("ok", "not listed yet");
        }
        if (observation.error() != null) {
            return new ProviderView.Health("failing", observation.error());
        }
        if (observation.attempted().plus(patience).isBefore(now)) {
            return new ProviderView.Health("failing", "no listing has begun since " + observation.attempted());
        }
        return new ProviderView.Health("ok", "the last listing was whole");
    }
}
