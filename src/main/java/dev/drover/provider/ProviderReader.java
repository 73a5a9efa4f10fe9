package dev.drover.provider;

import dev.drover.database.Rows;
import dev.drover.provider.spi.Capabilities;
import dev.drover.web.Page;
import dev.drover.web.Problem;
import dev.drover.work.DatabaseClock;
import dev.drover.work.Replica;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Reads how providers are: those of this replica, and what others recorded of theirs. */
@Component
class ProviderReader {
    private static final Duration LATELY = Duration.ofHours(1);

    private final Providers providers;
    private final ReachableProviders reachable;
    private final JdbcClient jdbc;
    private final DatabaseClock clock;
    private final Replicas replicas;
    private final Discovered discovered;

    ProviderReader(
            Providers providers,
            ReachableProviders reachable,
            JdbcClient jdbc,
            DatabaseClock clock,
            Replicas replicas,
            Discovered discovered) {
        this.replicas = replicas;
        this.discovered = discovered;
        this.providers = providers;
        this.reachable = reachable;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    Page<ProviderView.ProviderSummary> list(int limit, @Nullable String after) {
        Instant now = clock.now();
        List<RecordedProvider> found = jdbc.sql(RecordedProvider.SELECT + """
                 where p.name > :after collate "C" order by p.name collate "C" limit :limit
                """)
                .param("after", Page.after(after, ProviderReader::storable).orElse(""))
                .param("limit", limit + 1)
                .query((row, number) -> RecordedProvider.of(row, now))
                .list();
        return Page.of(
                found,
                limit,
                RecordedProvider::name,
                it -> new ProviderView.ProviderSummary(
                        it.name(), it.type(), able(it.capabilities()), health(it, now), discovered(it.name())));
    }

    private @Nullable DiscoveredView discovered(String name) {
        return discovered.provider(name).map(DiscoveredView::of).orElse(null);
    }

    private static String storable(String name) {
        if (name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("no name holds this");
        }
        return name;
    }

    ProviderView view(String name) {
        Instant now = clock.now();
        RecordedProvider recorded = jdbc.sql(RecordedProvider.SELECT + " where p.name = :name")
                .param("name", name)
                .query((row, number) -> RecordedProvider.of(row, now))
                .optional()
                .orElseThrow(() -> reachable.unknown(name));
        Optional<ConfiguredProvider> configured = providers.configured(name);
        return new ProviderView(
                recorded.name(),
                recorded.type(),
                ProviderView.CapabilitiesView.of(recorded.capabilities()),
                configured.flatMap(ProviderReader::schema).orElse(null),
                health(recorded, now),
                recorded.observation(),
                providers
                        .here(name)
                        .map(it -> new ProviderView.Permits(
                                it.limit(), it.permits().availablePermits()))
                        .orElse(null),
                Optional.ofNullable(recorded.throttledUntil())
                        .filter(now::isBefore)
                        .orElse(null),
                calls(name, now),
                recorded.hostName(),
                replicas.having(name).stream().map(ProviderView.ReplicaView::of).toList(),
                recorded.nowhereSince(),
                recorded.awaySince(),
                discovered(name));
    }

    /** This is where people look when it is down: then there is everything else. */
    private static Optional<JsonNode> schema(ConfiguredProvider provider) {
        try {
            return Optional.of(AskAdapter.ask("the provider '" + provider.name() + "'", provider.instances()::schema));
        } catch (Problem e) {
            return Optional.empty();
        }
    }

    private ProviderView.Health health(RecordedProvider provider, Instant now) {
        return provider.lost().orElseGet(() -> healthHere(provider, now));
    }

    private ProviderView.Health healthHere(RecordedProvider provider, Instant now) {
        if (providers.configured(provider.name()).isEmpty()) {
            return new ProviderView.Health(
                    "elsewhere", "it is not configured on this replica; what is shown here was recorded by others");
        }
        if (providers.here(provider.name()).isEmpty()) {
            return new ProviderView.Health(
                    "elsewhere", "it belongs to another host or data folder of this installation: " + provider.host());
        }
        return discovered
                .provider(provider.name())
                .flatMap(ProviderReader::unreachable)
                .orElseGet(() -> provider.health(now));
    }

    private static Optional<ProviderView.Health> unreachable(Discovered.State it) {
        return Optional.ofNullable(it.silence())
                .map(why -> new ProviderView.Health("failing", "not reachable since " + it.since() + ": " + why));
    }

    private static List<String> able(Capabilities capabilities) {
        List<String> able = new ArrayList<>();
        Rows.tree(Rows.json(capabilities)).forEachEntry((name, value) -> {
            if (value.asBoolean(false) && value.isBoolean()) {
                able.add(name);
            }
        });
        return able;
    }

    private ProviderView.CallStatistics calls(String provider, Instant now) {
        return jdbc.sql("""
                with c as (
                    select state, kind, worker, error_kind from action
                     where provider = :provider and state in ('PLANNED', 'CALLED', 'UNKNOWN')
                    union all
                    select state, kind, worker, error_kind from action
                     where provider = :provider and state in ('DONE', 'FAILED') and closed_at > :since
                    union all
                    select state, kind, null, error_kind from call_by_hand
                     where provider = :provider and (state in ('CALLED', 'UNKNOWN') or closed_at > :since)),
                k as (
                    select kind, count(*) as calls, count(*) filter (where worker = :worker) as here
                      from c where state = 'CALLED' group by kind),
                f as (
                    select error_kind, count(*) as failed from c
                     where state = 'FAILED' and error_kind is not null group by error_kind)
                select count(*) filter (where state = 'PLANNED') as planned,
                       count(*) filter (where state = 'CALLED') as in_flight,
                       count(*) filter (where state = 'UNKNOWN') as unknown,
                       count(*) filter (where state = 'DONE') as succeeded,
                       count(*) filter (where state = 'FAILED') as failed,
                       (select coalesce(jsonb_object_agg(kind, calls), '{}') from k) as by_kind,
                       (select coalesce(jsonb_object_agg(kind, here), '{}') from k) as here,
                       (select coalesce(jsonb_object_agg(error_kind, failed), '{}') from f) as failures
                  from c
                """)
                .param("provider", provider)
                .param("since", Rows.timestamp(now.minus(LATELY)))
                .param("worker", Replica.ID)
                .query((row, number) -> statistics(row))
                .single();
    }

    private static ProviderView.CallStatistics statistics(ResultSet row) throws SQLException {
        return new ProviderView.CallStatistics(
                row.getLong("planned"),
                row.getLong("in_flight"),
                row.getLong("unknown"),
                row.getLong("succeeded"),
                row.getLong("failed"),
                kinds(tree(row, "by_kind")),
                kinds(tree(row, "here")),
                failures(tree(row, "failures")));
    }

    private static JsonNode tree(ResultSet row, String column) throws SQLException {
        return Rows.tree(Objects.requireNonNull(row.getString(column)));
    }

    private static ProviderView.Kinds kinds(JsonNode counts) {
        return new ProviderView.Kinds(
                counts.path("PROVISION").asLong(0),
                counts.path("DRAIN").asLong(0),
                counts.path("LABEL").asLong(0),
                counts.path("DESTROY").asLong(0));
    }

    private static Map<String, Long> failures(JsonNode counts) {
        Map<String, Long> failures = new HashMap<>();
        counts.forEachEntry((kind, count) -> failures.put(lowerCamel(kind), count.asLong()));
        return failures;
    }

    private static String lowerCamel(String constant) {
        String[] words = constant.toLowerCase(Locale.ROOT).split("_");
        return words[0]
                + Arrays.stream(words)
                        .skip(1)
                        .map(it -> it.substring(0, 1).toUpperCase(Locale.ROOT) + it.substring(1))
                        .collect(Collectors.joining());
    }
}
