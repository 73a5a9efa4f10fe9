package dev.drover.history;

import static dev.drover.web.ProblemType.GONE;

import dev.drover.web.Problem;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Reads history in the order in which it can be resumed: by transaction, and only what no transaction that is still running can
 * get in front of. An event that was committed late is therefore never skipped.
 */
@Component
class SettledHistory {
    /** Of the connections to the database: however many follow, the others keep most of them. */
    private static final int READS_AT_A_TIME = 4;

    private static final String OF_ALL = statement("true");
    private static final String OF_GROUP = statement("e.group_name = :group");

    private final JdbcClient jdbc;
    private final Semaphore reads = new Semaphore(READS_AT_A_TIME);

    SettledHistory(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What is settled now. */
    Bounds bounds() {
        return limited(() -> jdbc.sql("""
                        select f.tx as forgotten_tx, f.id as forgotten_id, h.tx, h.id
                          from event_forgotten f
                          left join lateral (
                                select tx, id from event where tx < pg_snapshot_xmin(pg_current_snapshot())
                                 order by tx desc, id desc limit 1) h on true
                        """)
                .query((row, number) -> {
                    Position forgotten = Position.of(row.getString("forgotten_tx"), row.getLong("forgotten_id"));
                    String newest = row.getString("tx");
                    return new Bounds(
                            forgotten,
                            newest == null ? forgotten : forgotten.later(Position.of(newest, row.getLong("id"))));
                })
                .single());
    }

    /**
     * The next events, in order.
     *
     * @param until a place that is settled
     * @param group only those of groups of this name; null for all
     */
    Stretch between(Position after, Position until, @Nullable String group, int most) {
        List<Found> found = limited(() -> jdbc.sql(group == null ? OF_ALL : OF_GROUP)
                .param("group", group)
                .param("tx", after.transaction())
                .param("id", after.id())
                .param("untilTx", until.transaction())
                .param("untilId", until.id())
                .param("most", most)
                .query((row, number) -> new Found(
                        Position.of(row.getString("forgotten_tx"), row.getLong("forgotten_id")),
                        row.getString("tx") == null ? null : EventReader.view(row)))
                .list());
        List<EventView> events =
                found.stream().flatMap(it -> Stream.ofNullable(it.event())).toList();
        return new Stretch(
                events,
                events.size() < most ? until : events.getLast().position(),
                found.getFirst().forgotten());
    }

    private static String statement(String condition) {
        return """
                select f.tx as forgotten_tx, f.id as forgotten_id, x.*
                  from event_forgotten f
                  left join lateral (
                        %s
                         where %s and (e.tx, e.id) > (:tx::xid8, :id) and (e.tx, e.id) <= (:untilTx::xid8, :untilId)
                         order by e.tx, e.id limit :most) x on true
                 order by x.tx, x.id
                """.formatted(EventReader.SELECT, condition);
    }

    /**
     * Where one who stopped at this place goes on.
     *
     * @throws Problem if that would leave something out
     */
    Position resume(Position at, Bounds bounds) {
        if (at.equals(Position.BEGINNING) || at.equals(bounds.forgotten())) {
            return at;
        }
        if (at.isBefore(bounds.forgotten())) {
            throw new Problem(
                    GONE,
                    "events after " + at
                            + " are older than the retention, and are forgotten: go on with the Last-Event-ID "
                            + Position.BEGINNING
                            + " for all that is kept, or without one for what happens from now on");
        }
        if (!exists(at)) {
            throw new Problem(
                    GONE,
                    "this database has no event " + at
                            + ": it is another one than that which was followed, or a copy of it"
                            + " that was restored. Go on with the Last-Event-ID " + Position.BEGINNING
                            + " for all that is kept, or without one for what happens from now on");
        }
        return at.earlier(bounds.newest());
    }

    private boolean exists(Position at) {
        return limited(() -> jdbc.sql("select exists (select from event where tx = :tx::xid8 and id = :id)")
                .param("tx", at.transaction())
                .param("id", at.id())
                .query(Boolean.class)
                .single());
    }

    private <T> T limited(Supplier<T> read) {
        reads.acquireUninterruptibly();
        try {
            return read.get();
        } finally {
            reads.release();
        }
    }

    /**
     * What can be read.
     *
     * @param forgotten something before this place is no longer kept, and everything after it is
     * @param newest the last place before which nothing can appear any more
     */
    record Bounds(Position forgotten, Position newest) {}

    /**
     * A part of history.
     *
     * @param end everything that was asked for is among the events up to here
     * @param forgotten as in {@link Bounds}, at the time of reading
     */
    record Stretch(List<EventView> events, Position end, Position forgotten) {}

    private record Found(Position forgotten, @Nullable EventView event) {}
}
