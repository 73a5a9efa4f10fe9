package dev.drover.provider;

import dev.drover.database.Rows;
import dev.drover.provider.spi.Capabilities;
import dev.drover.spec.Durations;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the database knows of a provider.
 *
 * @param host where a host-bound one lives; null if it is not bound, or was not used yet
 * @param hostName the name of that host, for people
 * @param nowhereSince since when no living replica has it configured; null if one has
 * @param awaySince since when no replica lives on its host; null if one does
 * @param observation null before the first listing
 */
record RecordedProvider(
        String name,
        String type,
        Capabilities capabilities,
        @Nullable String host,
        @Nullable String hostName,
        @Nullable Instant nowhereSince,
        @Nullable Instant awaySince,
        @Nullable Instant throttledUntil,
        ProviderView.@Nullable Observation observation,
        @Nullable Duration patience) {
    static final String SELECT = """
            select p.*, o.provider is not null as observed, o.started_at, o.duration_ms, o.interval_ms, o.attempted_at,
                   o.error
              from provider_state p left join observation o on o.provider = p.name
            """;

    static RecordedProvider of(ResultSet row, Instant now) throws SQLException {
        boolean observed = row.getBoolean("observed");
        return new RecordedProvider(
                row.getString("name"),
                row.getString("type"),
                Objects.requireNonNull(Rows.value(row.getString("capabilities"), Capabilities.class)),
                row.getString("host"),
                row.getString("host_name"),
                Rows.instant(row, "nowhere_since"),
                Rows.instant(row, "away_since"),
                Rows.instant(row, "throttled_until"),
                observed ? observation(row, now) : null,
                observed ? patience(row) : null);
    }

    private static ProviderView.Observation observation(ResultSet row, Instant now) throws SQLException {
        Instant begun = Rows.instant(row, "started_at");
        Duration interval = Duration.ofMillis(row.getLong("interval_ms"));
        Duration age = begun == null ? null : age(begun, now);
        return new ProviderView.Observation(
                Objects.requireNonNull(Rows.instant(row, "attempted_at")),
                begun,
                begun == null ? null : Durations.format(Duration.ofMillis(row.getLong("duration_ms"))),
                Durations.format(interval),
                age == null ? null : Durations.format(age),
                age == null ? null : Math.round(10.0 * age.toMillis() / Math.max(interval.toMillis(), 1)) / 10.0,
                row.getString("error"));
    }

    /** Another replica may have begun it after this one asked for the time. */
    private static Duration age(Instant begun, Instant now) {
        return begun.isBefore(now) ? Duration.between(begun, now).truncatedTo(ChronoUnit.MILLIS) : Duration.ZERO;
    }

    /** A listing that began longer ago than this proves nothing any more, see Evidence. */
    private static Duration patience(ResultSet row) throws SQLException {
        return Duration.ofMillis(3 * Math.max(row.getLong("interval_ms"), row.getLong("duration_ms")));
    }

    /** How it is for all replicas; empty if that depends on which one is asked. */
    Optional<ProviderView.Health> lost() {
        if (nowhereSince != null) {
            return Optional.of(new ProviderView.Health(
                    "missing",
                    "no replica has it configured since " + nowhereSince + "; what is shown here was recorded before"));
        }
        if (awaySince != null) {
            return Optional.of(new ProviderView.Health(
                    "away",
                    "its instances belong to host " + hostName + ", and no Drover there has said anything since "
                            + awaySince));
        }
        return Optional.empty();
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
