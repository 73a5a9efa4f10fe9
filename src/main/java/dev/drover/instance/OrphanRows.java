package dev.drover.instance;

import dev.drover.database.Rows;
import dev.drover.group.Fence;
import dev.drover.history.Event;
import dev.drover.history.EventType;
import dev.drover.history.History;
import dev.drover.member.Adoption;
import dev.drover.work.DatabaseClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Writes what is known of machines that are no living member's, each change with its event. */
@Component
class OrphanRows {
    private final JdbcClient jdbc;
    private final History history;
    private final Fence fence;
    private final DatabaseClock clock;

    OrphanRows(JdbcClient jdbc, History history, Fence fence, DatabaseClock clock) {
        this.jdbc = jdbc;
        this.history = history;
        this.fence = fence;
        this.clock = clock;
    }

    List<Orphan> of(String provider) {
        return jdbc.sql("select * from orphan where provider = :provider")
                .param("provider", provider)
                .query((row, number) -> Orphan.of(row))
                .list();
    }

    /** Nothing → PLANNED, or QUARANTINED if nobody knows why it is there. */
    void found(String provider, Stranger stranger, Suspicion suspicion, Instant now) {
        int written = jdbc.sql("""
                insert into orphan (provider, provider_id, token, token_id, group_id, member, what, because, first_seen, state,
                                    not_before)
                values (:provider, :id, :token, :uuid, :group, :member, :what, :because, :now, :state, :now)
                on conflict do nothing
                """)
                .param("provider", provider)
                .param("id", stranger.key().id())
                .param("token", stranger.key().token())
                .param("uuid", stranger.token())
                .param("group", suspicion.group())
                .param("member", suspicion.member())
                .param("what", suspicion.what().name())
                .param("because", suspicion.because())
                .param("state", suspicion.what().doomed() ? "PLANNED" : "QUARANTINED")
                .param("now", Rows.timestamp(now))
                .update();
        if (written > 0) {
            tell(
                    suspicion,
                    EventType.ORPHAN_FOUND,
                    stranger.key().id() + " at " + provider + " is no living member's: " + suspicion.because()
                            + (suspicion.what().doomed() ? "; it is destroyed" : "; it is left alone"),
                    now);
        }
    }

    /** What is known of it is another thing now, or its destroy has not come true; it is not to be called at the moment. */
    void again(Orphan known, Suspicion suspicion, Orphan.State state, Duration wait, Instant now) {
        jdbc.sql("""
                update orphan
                   set what = :what, because = :because, group_id = :group, member = :member, state = :state, lacked_at = null,
                       not_before = greatest(not_before, :notBefore)
                 where provider = :provider and provider_id = :id and token = :token and state = :was and attempts = :attempts
                """)
                .param("provider", known.provider())
                .param("id", known.id())
                .param("token", known.token())
                .param("was", known.state().name())
                .param("attempts", known.attempts())
                .param("what", suspicion.what().name())
                .param("because", suspicion.because())
                .param("group", suspicion.group())
                .param("member", suspicion.member())
                .param("state", state.name())
                .param("notBefore", Rows.timestamp(now.plus(wait)))
                .update();
    }

    /** It may be there, or it is gone. */
    void over(Orphan known, String why, Instant now) {
        jdbc.sql("""
                delete from orphan
                 where provider = :provider and provider_id = :id and token = :token and state <> 'CALLED'
                returning *
                """)
                .param("provider", known.provider())
                .param("id", known.id())
                .param("token", known.token())
                .query((row, number) -> Orphan.of(row))
                .list()
                .forEach(it -> {
                    tell(it.suspicion(), EventType.ORPHAN_GONE, it.name() + " " + why, now);
                    wake(it);
                });
    }

    /** A listing showed nothing at all, which another one has to confirm. */
    void lacked(Orphan known, Instant begun) {
        jdbc.sql("""
                update orphan set lacked_at = :begun
                 where provider = :provider and provider_id = :id and token = :token and lacked_at is null
                """)
                .param("provider", known.provider())
                .param("id", known.id())
                .param("token", known.token())
                .param("begun", Rows.timestamp(begun))
                .update();
    }

    /** They are members' from now on, and their events tell it. */
    void adopted(String provider, Collection<Adoption> adoptions) {
        jdbc.sql("""
                delete from orphan o
                 using unnest(:ids::text[], :tokens::text[]) as x(id, token)
                 where o.provider = :provider and o.provider_id = x.id and o.token = x.token
                returning o.*
                """)
                .param("provider", provider)
                .param(
                        "ids",
                        Rows.column(List.copyOf(adoptions), it -> it.instance().id()))
                .param("tokens", Rows.column(List.copyOf(adoptions), Adoption::token))
                .query((row, number) -> Orphan.of(row))
                .list()
                .forEach(this::wake);
    }

    void tell(Suspicion of, EventType type, String message, Instant now) {
        history.append(List.of(new Event(of.group(), of.member(), type, now, null, null, message)));
    }

    void wake(Orphan orphan) {
        Optional.ofNullable(orphan.suspicion().group()).ifPresent(fence::wake);
    }

    Instant now() {
        return clock.now();
    }
}
