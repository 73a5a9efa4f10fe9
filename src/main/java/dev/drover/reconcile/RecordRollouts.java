package dev.drover.reconcile;

import dev.drover.database.Rows;
import dev.drover.history.Event;
import dev.drover.history.EventType;
import dev.drover.plan.Change;
import dev.drover.plan.Change.RolloutChanged.What;
import dev.drover.plan.Rollout;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Writes down how far rollouts have come. */
@Component
class RecordRollouts {
    private final JdbcClient jdbc;

    RecordRollouts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void write(Loaded loaded, Change.RolloutChanged change, List<Event> events) {
        Rollout it = change.rollout();
        jdbc.sql("""
                insert into rollout (group_id, number, from_revision, revision, state, step, step_since, started_at, bound,
                                     ready, left_over, progress_at, promoted, ended_at, because)
                values (:group, :number, :from, :revision, :state, :step, :since, :now, :bound, :ready, :left, :progressAt,
                        :promoted, :endedAt, :because)
                on conflict (group_id, number) do update
                   set state = excluded.state, step = excluded.step, step_since = excluded.step_since,
                       bound = excluded.bound, ready = excluded.ready, left_over = excluded.left_over,
                       progress_at = excluded.progress_at, promoted = excluded.promoted, ended_at = excluded.ended_at,
                       because = excluded.because
                """)
                .param("group", loaded.id())
                .param("number", it.number())
                .param("from", it.from().revision())
                .param("revision", it.target().revision())
                .param("state", it.state().name())
                .param("step", it.step().name())
                .param("since", Rows.timestamp(it.since()))
                .param("now", Rows.timestamp(loaded.now()))
                .param("bound", it.marks().bound())
                .param("ready", it.marks().ready())
                .param("left", it.marks().left())
                .param("progressAt", Rows.timestamp(it.progressAt()))
                .param("promoted", it.promoted())
                .param("endedAt", Rows.timestamp(it.endedAt()))
                .param("because", it.because())
                .update();
        EventType type = type(change.what());
        if (type != null) {
            events.add(Event.caused(loaded.id(), null, type, loaded.now(), sentence(it, change.what()))
                    .with(data(it)));
        }
    }

    private static JsonNode data(Rollout it) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("rollout", it.number())
                .put("state", it.state().name().toLowerCase(Locale.ROOT))
                .put("step", it.step().name().toLowerCase(Locale.ROOT))
                .put("promoted", it.promoted());
    }

    private static @Nullable EventType type(What what) {
        return switch (what) {
            case STARTED -> EventType.ROLLOUT_STARTED;
            case PROGRESSED -> null; // the members' own events tell it
            case CANARY_PASSED -> EventType.CANARY_PASSED;
            case PROMOTED -> EventType.ROLLOUT_PROMOTED;
            case FAILED -> EventType.ROLLOUT_FAILED;
            case SUCCEEDED -> EventType.ROLLOUT_SUCCEEDED;
            case SUPERSEDED -> EventType.ROLLOUT_SUPERSEDED;
        };
    }

    private static String sentence(Rollout it, What what) {
        String which = "rollout " + it.number();
        int target = it.target().revision();
        return switch (what) {
            case STARTED, PROGRESSED ->
                which + " begins: from revision " + it.from().revision() + " to " + target;
            case CANARY_PASSED -> which + ": the first members of revision " + target + " are ready";
            case PROMOTED -> which + " is promoted: new members have revision " + target;
            case FAILED -> which + " failed: " + it.because();
            case SUCCEEDED -> which + " is done: all members have revision " + target;
            case SUPERSEDED -> which + " ends: " + it.because();
        };
    }

    void proven(long group, int revision, Instant now) {
        jdbc.sql("update revision set proven_at = :now where group_id = :group and number = :number")
                .param("now", Rows.timestamp(now))
                .param("group", group)
                .param("number", revision)
                .update();
    }
}
