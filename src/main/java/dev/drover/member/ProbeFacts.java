package dev.drover.member;

import dev.drover.database.Rows;
import dev.drover.history.Event;
import dev.drover.history.EventType;
import dev.drover.history.History;
import dev.drover.member.ProbedMember.Answer;
import dev.drover.provider.spi.Token;
import dev.drover.spec.GroupName;
import dev.drover.spec.MemberId;
import dev.drover.spec.UpdatePolicy;
import dev.drover.work.DatabaseClock;
import dev.drover.work.Wakes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Takes in what probes answer. Only enough answers in a row change a member's settled health; a streak is written only
 * while it disagrees, so that probing a healthy member writes nothing.
 */
@Component
public class ProbeFacts {
    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final History history;
    private final Wakes wakes;
    private final DatabaseClock clock;

    ProbeFacts(JdbcClient jdbc, TransactionOperations transactions, History history, Wakes wakes, DatabaseClock clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.history = history;
        this.wakes = wakes;
        this.clock = clock;
    }

    /** The group's members that run and stay. */
    public List<ProbedMember> running(long group) {
        return jdbc.sql("""
                select m.*, d.spec #>> '{update,minReady}' as min_ready
                  from member m
                  join fleet_group g on g.id = m.group_id
                  join declaration d on d.group_id = g.id and d.generation = g.generation
                 where m.group_id = :group and m.state = 'RUNNING' and m.phase = 'RUNNING' and m.missing_since is null
                """)
                .param("group", group)
                .query((row, number) -> member(row))
                .list();
    }

    private static ProbedMember member(ResultSet row) throws SQLException {
        Map<String, Integer> ports = new HashMap<>();
        Rows.tree(Objects.requireNonNull(row.getString("ports")))
                .forEachEntry((name, port) -> ports.put(name, port.intValue()));
        Map<String, String> labels = new HashMap<>();
        Rows.tree(Objects.requireNonNull(row.getString("labels")))
                .forEachEntry((key, value) -> labels.put(key, value.asString()));
        return new ProbedMember(
                row.getLong("group_id"),
                row.getInt("number"),
                row.getInt("member_index"),
                row.getInt("revision"),
                row.getString("logical_id"),
                Objects.requireNonNull(row.getString("provider")),
                Objects.requireNonNull(row.getString("provider_id")),
                new Token(row.getString("token")),
                labels,
                Rows.list(Objects.requireNonNull(row.getString("addresses")), String.class),
                ports,
                answer(row.getString("probe_status")),
                Rows.instant(row, "probe_since"),
                answer(row.getString("streak_status")),
                row.getInt("streak"),
                UpdatePolicy.minReady(row.getString("min_ready")));
    }

    private static @Nullable Answer answer(@Nullable String text) {
        return text == null ? null : Answer.valueOf(text);
    }

    /**
     * One answer of one member's probe.
     *
     * @param needed how many such answers in a row settle it
     */
    public void answered(GroupName group, ProbedMember member, Answer answer, String reason, int needed) {
        if (answer == member.settled()) {
            if (member.streak() > 0) {
                streak(member, null, 0);
            }
            return;
        }
        int streak = answer == member.streakStatus() ? member.streak() + 1 : 1;
        if (streak < needed) {
            streak(member, answer, streak);
        } else {
            settle(group, member, answer, reason);
        }
    }

    private void streak(ProbedMember member, @Nullable Answer answer, int streak) {
        jdbc.sql("""
                update member set streak_status = :answer, streak = :streak
                 where group_id = :group and number = :number and state = 'RUNNING' and phase = 'RUNNING'
                """)
                .param("answer", answer == null ? null : answer.name())
                .param("streak", streak)
                .param("group", member.group())
                .param("number", member.number())
                .update();
    }

    private void settle(GroupName group, ProbedMember member, Answer answer, String reason) {
        Instant now = clock.now();
        transactions.executeWithoutResult(transaction -> {
            int written = jdbc.sql("""
                    update member
                       set probe_status = :answer, probe_reason = :reason, probe_since = :now,
                           streak = 0, streak_status = null, ever_ready = ever_ready or :ready,
                           fell_ill_at = case when :answer = 'UNHEALTHY' and (ever_ready or :ready) then :now
                                              else fell_ill_at end
                     where group_id = :group and number = :number and state = 'RUNNING' and phase = 'RUNNING'
                       and probe_status is distinct from :answer
                    """)
                    .param("answer", answer.name())
                    .param("reason", reason)
                    .param("now", Rows.timestamp(now))
                    .param("ready", wasReady(member, now))
                    .param("group", member.group())
                    .param("number", member.number())
                    .update();
            if (written > 0) {
                tell(group, member, answer, reason, now);
            }
        });
    }

    private static boolean wasReady(ProbedMember member, Instant now) {
        return member.healthy()
                && member.settledSince() != null
                && !member.settledSince().plus(member.minReady()).isAfter(now);
    }

    private void tell(GroupName group, ProbedMember member, Answer answer, String reason, Instant now) {
        String sentence =
                new MemberId(group, member.number()) + " is " + answer.name().toLowerCase(Locale.ROOT) + ": " + reason;
        Answer before = member.settled() == null ? Answer.UNKNOWN : member.settled();
        JsonNode data = JsonNodeFactory.instance
                .objectNode()
                .put("health", answer.name().toLowerCase(Locale.ROOT))
                .put("reason", reason)
                .put("was", before.name().toLowerCase(Locale.ROOT));
        history.append(List.of(Event.caused(member.group(), member.number(), EventType.HEALTH_CHANGED, now, sentence)
                .with(data)));
        wakes.wake(List.of(member.group()));
    }
}
