package dev.drover.chaos;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What Drover itself says of a world, in one of its databases. */
final class History {
    /**
     * Each statement answers what contradicts "each change of a member or a group has exactly one event": one row for each.
     */
    private static final Map<String, String> EVENTS = Map.of(
            "a member without its one MemberPlanned",
                    counted("'MemberPlanned', 'MemberAdopted', 'MemberRebuilt'", "true"),
            "a bound member without its one InstanceProvisioned",
                    counted("'InstanceProvisioned', 'MemberAdopted', 'MemberRebuilt'", "m.bound_at is not null"),
            "an ended member without its one end", """
                    select m.group_id || '/' || m.number from member m
                     where (m.state = 'ENDED')::int <> (
                        select count(*) from event e where e.group_id = m.group_id and e.member = m.number
                           and e.type in ('MemberEnded', 'MemberCancelled'))
                    """,
            "a leaving that is not told, or told twice", """
                    select m.group_id || '/' || m.number from member m
                     where (m.leaving_since is not null)::int <> (
                        select count(*) filter (where e.type = 'MemberLeaving') - count(*) filter (where e.type = 'MemberKept')
                          from event e where e.group_id = m.group_id and e.member = m.number)
                    """,
            "a declaration without its one event", """
                    select g.name from fleet_group g
                     where (select count(*) from declaration d where d.group_id = g.id) <> (
                        select count(*) from event e where e.group_id = g.id
                           and e.type in ('GroupDeclared', 'GroupScaled', 'RolledBack'))
                    """,
            "a group that is gone without its one end", """
                    select g.name from fleet_group g
                     where (g.state = 'DELETED')::int <> (
                        select count(*) from event e where e.group_id = g.id and e.type in ('GroupDeleted', 'GroupReleased'))
                    """);

    private final Stage stage;
    private final String database;

    History(Stage stage, String database) {
        this.stage = stage;
        this.database = database;
    }

    private static String counted(String types, String when) {
        return """
                select m.group_id || '/' || m.number from member m
                 where (%s)::int <> (
                    select count(*) from event e where e.group_id = m.group_id and e.member = m.number and e.type in (%s))
                """.formatted(when, types);
    }

    List<Finding> events() {
        List<Finding> findings = new ArrayList<>();
        EVENTS.forEach((what, sql) -> stage.rows(database, sql)
                .forEach(it -> findings.add(new Finding("8", what + ": " + it.getFirst(), it.getFirst()))));
        return findings;
    }

    /** By token, of whatever members had it: why they left, and what their instance is; the living ones last. */
    Map<String, Row> members() {
        Map<String, Row> members = new HashMap<>();
        stage.rows(database, """
                        select m.token, g.name, m.state, coalesce(m.leaving_why, ''), coalesce(m.provider_id, ''),
                               m.group_id || '/' || m.number
                          from member m join fleet_group g on g.id = m.group_id
                         order by (m.state <> 'ENDED')
                        """)
                .forEach(it -> members.put(
                        it.getFirst(), new Row(it.get(0), it.get(1), it.get(2), it.get(3), it.get(4), it.get(5))));
        return members;
    }

    /** By token, of the machines that were let go: since when nobody may touch them. */
    Map<String, Instant> released() {
        Map<String, Instant> released = new HashMap<>();
        stage.rows(database, """
                        select token, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
                          from tombstone where what = 'RELEASED'
                        """).forEach(it -> released.put(it.getFirst(), Instant.parse(it.getLast())));
        return released;
    }

    /** The tokens of machines that are left alone because nobody knows what they are, as is told of them. */
    Set<String> quarantined() {
        return stage.rows(database, "select token from orphan where state = 'QUARANTINED'").stream()
                .map(List::getFirst)
                .collect(Collectors.toSet());
    }

    /** Whether every group that is to be there has converged on what was asked last. */
    boolean converged(String name) {
        return stage.rows(database, """
                        select s.converged and s.observed_generation = g.generation and s.fence >= g.fence
                          from fleet_group g left join group_status s on s.group_id = g.id
                         where g.name = '%s' and g.state <> 'DELETED'
                        """.formatted(name)).equals(List.of(List.of("t")));
    }

    /** Whether there is no such group any more. */
    boolean deleted(String name) {
        return stage.rows(
                        database,
                        "select count(*) from fleet_group where state <> 'DELETED' and name = '%s'".formatted(name))
                .equals(List.of(List.of("0")));
    }

    /** What is to run when, and who runs it. */
    List<String> schedule() {
        List<String> lines = new ArrayList<>();
        for (String table : List.of("scheduled_passes", "scheduled_calls")) {
            stage.rows(database, """
                            select '%1$s', now(), task_name, task_instance, execution_time, picked, picked_by, last_heartbeat,
                                   last_success, last_failure, consecutive_failures from %1$s
                            """.formatted(table)).forEach(it -> lines.add(String.join(" | ", it)));
        }
        return lines;
    }

    /** Everything about a group for people. */
    List<String> story(String name) {
        List<String> lines = new ArrayList<>();
        stage.rows(database, """
                        select e.at, e.type, e.member, e.message from event e
                         where e.group_name = '%s' order by e.tx, e.id
                        """.formatted(name)).forEach(it -> lines.add(String.join("  ", it)));
        stage.rows(database, """
                        select m.number, m.state, m.token, m.provider_id, m.phase, m.leaving_why, m.missing_since, a.kind, a.state,
                               a.attempts, a.called_at, a.closed_at, a.error
                          from fleet_group g join member m on m.group_id = g.id
                          left join action a on a.group_id = m.group_id and a.member = m.number
                         where g.name = '%s' order by m.created_at, m.number, a.planned_at
                        """.formatted(name)).forEach(it -> lines.add(String.join(" | ", it)));
        stage.rows(database, """
                        select g.id, g.state, g.generation, g.epoch, g.fence, s.converged, s.observed_generation, s.fence, s.status
                          from fleet_group g left join group_status s on s.group_id = g.id where g.name = '%s'
                        """.formatted(name)).forEach(it -> lines.add(String.join(" | ", it)));
        stage.rows(database, """
                        select provider, provider_id, token, what, state, attempts, first_seen, called_at, closed_at, because, error
                          from orphan
                        """).forEach(it -> lines.add("orphan " + String.join(" | ", it)));
        return lines;
    }

    /**
     * A member.
     *
     * @param why as the planner names it; empty while it does not leave
     * @param id the provider's; empty while it is not bound
     */
    record Row(String token, String group, String state, String why, String id, String number) {}
}
