package dev.drover.bench;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;

/** How soon a process that was killed is replaced, with a provider that watches its instances. */
final class Kills {
    private static final String GROUP = "victims";

    private final Table table;
    private final Rounds rounds;
    private final Service service;
    private final Database database;

    Kills(Table table, Rounds rounds, Service service, Database database) {
        this.table = table;
        this.rounds = rounds;
        this.service = service;
        this.database = database;
    }

    void measure() {
        service.put(GROUP, """
                {"allocation": {"size": 1}, "repair": {"retries": 1000},
                 "instance": {"provider": "process", "properties": {"command": ["sleep", "3600"]}}}
                """);
        Row row = Row.of(
                "a killed process -> its replacement requested",
                "ms",
                "<= 200 median",
                rounds.measure(this::replacedAfter));
        table.add(row);
        service.delete(GROUP);
    }

    private double replacedAfter() {
        long pid = await().atMost(Duration.ofMinutes(1)).until(this::running, it -> it > 0);
        Instant killed = Instant.now();
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        await().atMost(Duration.ofMinutes(1)).until(() -> requested().isAfter(killed));
        return Duration.between(killed, requested()).toNanos() / 1e6;
    }

    /** The pid, which is how a process's id begins; 0 while there is none, or its predecessor is not gone: a group waits before it has too many. */
    private long running() {
        return database.number("""
                select coalesce(max(split_part(provider_id, '-', 1)::bigint), 0)
                  from member m join fleet_group g on g.id = m.group_id
                 where g.name = '%s' and m.state = 'RUNNING' and m.phase = 'RUNNING'
                   and not exists (select from member other where other.group_id = g.id and other.state = 'LEAVING')
                """.formatted(GROUP));
    }

    private Instant requested() {
        return database.sql()
                .sql("select max(at) from event where group_name = :group and type = 'InstanceRequested'")
                .param("group", GROUP)
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
    }
}
