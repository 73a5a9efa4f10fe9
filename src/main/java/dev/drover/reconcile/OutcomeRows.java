package dev.drover.reconcile;

import dev.drover.database.Rows;
import dev.drover.provider.spi.ProviderFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Hands a batch of outcomes to a statement, with their actions locked. */
@Component
class OutcomeRows {
    /** For a provider that wants fewer calls, but does not say for how long. */
    private static final Duration THROTTLED = Duration.ofSeconds(10);

    private final JdbcClient jdbc;

    OutcomeRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * {@code o} are the outcomes; {@code l} are they as well, but their actions are locked, in the order in which everybody locks
     * them. What is locked is judged there, and then found by its key alone: given a condition more, a server that remembers
     * fewer open calls than there are looks through all of them for each outcome.
     */
    void write(List<Row> rows, Instant now, String statement) {
        if (rows.isEmpty()) {
            return;
        }
        jdbc.sql("""
                with o as (
                    select * from unnest(
                            :groups::text[]::bigint[], :ids::text[]::uuid[], :attempts::text[]::integer[],
                            :providers::text[], :providerIds::text[], :phases::text[], :details::text[],
                            :addresses::text[]::jsonb[], :ports::text[]::jsonb[], :failures::text[], :messages::text[],
                            :throttled::text[]::bigint[], :labels::text[]::jsonb[], :labelled::text[]::bigint[])
                        as o(group_id, id, attempt, provider, provider_id, phase, detail, addresses, ports, failure,
                             message, throttled_ms, labels, labelled)),
                l as materialized (
                    select o.*, t.state
                      from action t join o on o.group_id = t.group_id and o.id = t.id and o.attempt = t.attempts
                     order by t.group_id, t.id for update of t),
                """ + statement)
                .param("now", Rows.timestamp(now))
                .param("groups", Rows.column(rows, Row::groupId))
                .param("ids", Rows.column(rows, Row::id))
                .param("attempts", Rows.column(rows, Row::attempt))
                .param("providers", Rows.column(rows, Row::provider))
                .param("providerIds", Rows.column(rows, Row::providerId))
                .param("phases", Rows.column(rows, Row::phase))
                .param("details", Rows.column(rows, Row::detail))
                .param("addresses", Rows.column(rows, Row::addresses))
                .param("ports", Rows.column(rows, Row::ports))
                .param("failures", Rows.column(rows, Row::failure))
                .param("messages", Rows.column(rows, Row::message))
                .param("throttled", Rows.column(rows, Row::throttledMs))
                .param("labels", Rows.column(rows, Row::labels))
                .param("labelled", Rows.column(rows, Row::labelled))
                .update();
    }

    record Row(
            long groupId,
            UUID id,
            int attempt,
            String provider,
            @Nullable String providerId,
            @Nullable String phase,
            @Nullable String detail,
            @Nullable String addresses,
            @Nullable String ports,
            @Nullable String failure,
            @Nullable String message,
            @Nullable Long throttledMs,
            @Nullable String labels,
            @Nullable Long labelled) {

        static Row of(Claim claim) {
            return of(claim, null, null, null);
        }

        static Row of(Outcome.Unknown it) {
            return of(it.claim(), null, it.message(), null);
        }

        static Row of(Outcome.Failed it) {
            return of(it.claim(), it.kind().name(), it.message(), throttledMillis(it));
        }

        private static @Nullable Long throttledMillis(Outcome.Failed it) {
            if (it.throttledFor() != null) {
                return it.throttledFor().toMillis();
            }
            return it.kind() == ProviderFailure.Kind.THROTTLED ? THROTTLED.toMillis() : null;
        }

        private static Row of(
                Claim claim, @Nullable String failure, @Nullable String message, @Nullable Long throttledMs) {
            return new Row(
                    claim.group(),
                    claim.action(),
                    claim.attempt(),
                    claim.provider(),
                    null,
                    null,
                    null,
                    null,
                    null,
                    failure,
                    message,
                    throttledMs,
                    null,
                    null);
        }

        static Row of(Outcome.Provisioned it) {
            return new Row(
                    it.claim().group(),
                    it.claim().action(),
                    it.claim().attempt(),
                    it.claim().provider(),
                    it.instance().id().value(),
                    it.instance().phase().name(),
                    it.instance().detail(),
                    Rows.json(it.instance().addresses()),
                    Rows.json(it.instance().ports()),
                    null,
                    null,
                    null,
                    null,
                    null);
        }

        static Row of(Outcome.Labelled it) {
            return new Row(
                    it.claim().group(),
                    it.claim().action(),
                    it.claim().attempt(),
                    it.claim().provider(),
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    Rows.json(it.labels()),
                    it.generation());
        }
    }
}
