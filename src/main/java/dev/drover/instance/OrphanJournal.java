package dev.drover.instance;

import dev.drover.database.Retried;
import dev.drover.database.Rows;
import dev.drover.group.Fence;
import dev.drover.history.EventType;
import dev.drover.provider.CallSettings;
import dev.drover.work.DatabaseClock;
import dev.drover.work.Job;
import dev.drover.work.Jobs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The journal of the destroys of orphans: {@code PLANNED → CALLED → DONE | FAILED | UNKNOWN}. An answer counts for its own attempt
 * only.
 */
@Component
class OrphanJournal {
    /** What may not be called after all is judged by the next listing. */
    private static final Duration LATER = Duration.ofSeconds(10);

    private final JdbcClient jdbc;
    private final OrphanRows rows;
    private final InstanceLocks locks;
    private final Fence fence;
    private final Retried transactions;
    private final DatabaseClock clock;
    private final Jobs jobs;
    private final CallSettings settings;

    OrphanJournal(
            JdbcClient jdbc,
            OrphanRows rows,
            InstanceLocks locks,
            Fence fence,
            Retried transactions,
            DatabaseClock clock,
            Jobs jobs,
            CallSettings settings) {
        this.jdbc = jdbc;
        this.rows = rows;
        this.locks = locks;
        this.fence = fence;
        this.transactions = transactions;
        this.clock = clock;
        this.jobs = jobs;
        this.settings = settings;
    }

    /**
     * To CALLED, of at most {@code permits} that are due. Each is judged again, with the locks of all that could explain it: adopting,
     * detaching, and destroying by hand.
     *
     * @param after what nobody knows is destroyed when it has been there for so long; null if never
     */
    List<Orphan> claim(String provider, int permits, Instant now, @Nullable Duration after) {
        return transactions.call(() -> {
            List<Orphan> due = due(provider, permits, now, after);
            List<Long> groups = groups(due);
            fence.lock(groups);
            locks.lock(
                    provider,
                    due.stream().map(Orphan::id).toList(),
                    due.stream().map(it -> String.valueOf(it.token())).toList());
            List<Orphan> called = due.isEmpty() ? List.of() : called(provider, due, now);
            fence.raise(
                    groups); // what a pass under way would release must not be reached, and what nobody knew counts now
            postpone(provider, due, now);
            return called;
        });
    }

    private static List<Long> groups(List<Orphan> orphans) {
        return orphans.stream()
                .flatMap(it -> Stream.ofNullable(it.suspicion().group()))
                .distinct()
                .toList();
    }

    private List<Orphan> due(String provider, int permits, Instant now, @Nullable Duration after) {
        return jdbc.sql("""
                select * from orphan
                 where provider = :provider and token <> '' and not_before <= :now
                   and (state in ('PLANNED', 'FAILED', 'UNKNOWN')
                        or (state = 'QUARANTINED' and first_seen + :after::interval <= :now))
                 order by not_before limit :permits
                """)
                .param("provider", provider)
                .param("now", Rows.timestamp(now))
                .param("after", after == null ? null : after.toString())
                .param("permits", permits)
                .query((row, number) -> Orphan.of(row))
                .list();
    }

    private List<Orphan> called(String provider, List<Orphan> due, Instant now) {
        return jdbc.sql("""
                update orphan o
                   set state = 'CALLED', attempts = o.attempts + 1, called_at = :now, deadline = :deadline, closed_at = null,
                       error = null
                  from unnest(:ids::text[], :tokens::text[], :states::text[], :attempts::text[]::integer[])
                       as x(id, token, state, attempt)
                 where o.provider = :provider and o.provider_id = x.id and o.token = x.token
                   and o.state = x.state and o.attempts = x.attempt
                   and not exists (select from member m
                                    where m.provider = o.provider and m.provider_id = o.provider_id and m.state <> 'ENDED')
                   and not exists (select from tombstone t where t.token = o.token_id and t.what = 'RELEASED')
                   and case o.what
                       when 'DUPLICATE' then exists (
                            select from member m
                             where m.token = o.token_id and m.provider = o.provider and m.state <> 'ENDED'
                               and m.provider_id is not null)
                       when 'UNKNOWN' then
                            not exists (select from member m where m.token = o.token_id and m.state <> 'ENDED')
                       else exists (select from tombstone t where t.token = o.token_id)
                            and not exists (select from member m where m.token = o.token_id and m.state <> 'ENDED')
                       end
                returning o.*
                """)
                .param("provider", provider)
                .param("now", Rows.timestamp(now))
                .param("deadline", Rows.timestamp(now.plus(settings.timeout())))
                .param("ids", Rows.column(due, Orphan::id))
                .param("tokens", Rows.column(due, Orphan::token))
                .param("states", Rows.column(due, Orphan::state))
                .param("attempts", Rows.column(due, Orphan::attempts))
                .query((row, number) -> Orphan.of(row))
                .list();
    }

    private void postpone(String provider, List<Orphan> due, Instant now) {
        jdbc.sql("""
                update orphan o set not_before = :later
                  from unnest(:ids::text[], :tokens::text[]) as x(id, token)
                 where o.provider = :provider and o.provider_id = x.id and o.token = x.token and o.state <> 'CALLED'
                """)
                .param("provider", provider)
                .param("later", Rows.timestamp(now.plus(LATER)))
                .param("ids", Rows.column(due, Orphan::id))
                .param("tokens", Rows.column(due, Orphan::token))
                .update();
    }

    /** CALLED, UNKNOWN → DONE, FAILED or UNKNOWN, for the attempt that it belongs to. */
    void close(Orphan called, Outcome outcome) {
        switch (outcome) {
            case Outcome.Made made ->
                throw new IllegalStateException("a destroy of " + called.name() + " made " + made);
            case Outcome.Labelled() ->
                throw new IllegalStateException("a destroy of " + called.name() + " labelled something");
            case Outcome.Destroyed(var found) ->
                close(
                        called,
                        Orphan.State.DONE,
                        null,
                        EventType.ORPHAN_DESTROYED,
                        switch (found) {
                                    case ACCEPTED -> called.provider() + " agreed to destroy " + called.id();
                                    case GONE_ALREADY ->
                                        called.provider() + " was to destroy " + called.id() + ": it was gone already";
                                }
                                + ", which is no living member's; a listing has to prove it");
            case Outcome.Failed failed ->
                close(
                        called,
                        Orphan.State.FAILED,
                        failed.words(),
                        EventType.DESTROY_FAILED,
                        called.provider() + " did not destroy " + called.id() + ", which is no living member's: "
                                + failed.words());
            case Outcome.Unknown(String words) -> unknown(called, words);
        }
    }

    private void unknown(Orphan called, String words) {
        close(
                called,
                Orphan.State.UNKNOWN,
                words,
                EventType.OUTCOME_UNKNOWN,
                "whether " + called.provider() + " destroyed " + called.id()
                        + ", which is no living member's, is unknown: " + words);
    }

    private void close(Orphan called, Orphan.State state, @Nullable String error, EventType event, String message) {
        transactions.run(() -> {
            Instant now = clock.now();
            int written = jdbc.sql("""
                    update orphan set state = :state, closed_at = :now, error = :error, not_before = :notBefore
                     where provider = :provider and provider_id = :id and token = :token and attempts = :attempt
                       and (state = 'CALLED' or (state = 'UNKNOWN' and :state <> 'UNKNOWN'))
                    """)
                    .param("provider", called.provider())
                    .param("id", called.id())
                    .param("token", called.token())
                    .param("attempt", called.attempts())
                    .param("state", state.name())
                    .param("error", error)
                    .param("now", Rows.timestamp(now))
                    .param("notBefore", Rows.timestamp(now.plus(OrphanCalls.backOff(called.attempts()))))
                    .update();
            if (written > 0) {
                rows.tell(called.suspicion(), event, message, now);
                rows.wake(called);
                jobs.dueSoon(state == Orphan.State.DONE ? Job.Name.OBSERVE : Job.Name.PERFORM, called.provider());
            }
        });
    }

    /** CALLED → UNKNOWN, of all whose deadline has passed: whoever called has died, or could not write what became of it. */
    void expire(String provider) {
        jdbc.sql("select * from orphan where provider = :provider and state = 'CALLED' and deadline < :now")
                .param("provider", provider)
                .param("now", Rows.timestamp(clock.now()))
                .query((row, number) -> Orphan.of(row))
                .list()
                .forEach(it -> unknown(Objects.requireNonNull(it), "no answer in time"));
    }
}
