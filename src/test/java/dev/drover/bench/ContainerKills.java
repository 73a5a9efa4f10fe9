package dev.drover.bench;

import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import dev.drover.provider.docker.TestEngine;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** How soon a container that was killed is replaced; the engine tells its death. */
final class ContainerKills {
    private static final String GROUP = "killed-containers";

    private final Table table;
    private final Rounds rounds;
    private final Service service;
    private final Database database;
    private final DockerClient engine = TestEngine.at(TestEngine.HOST);

    ContainerKills(Table table, Rounds rounds, Service service, Database database) {
        this.table = table;
        this.rounds = rounds;
        this.service = service;
        this.database = database;
    }

    void measure() {
        service.put(GROUP, """
                {"allocation": {"size": 1}, "repair": {"retries": 1000},
                 "instance": {"provider": "docker", "properties": {"image": "%s", "pull": "never"}}}
                """.formatted(TestEngine.IMAGE));
        Row row = Row.of(
                "a killed container -> its replacement requested",
                "ms",
                "<= 200 median",
                rounds.measure(this::replacedAfter));
        table.add(row);
        service.delete(GROUP);
        await().atMost(Duration.ofMinutes(1)).until(this::nothingIsLeft);
    }

    /** The service may end before its containers do. */
    private boolean nothingIsLeft() {
        return engine.listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(List.of("drover.group=" + GROUP))
                .exec()
                .isEmpty();
    }

    private double replacedAfter() {
        String id = await().atMost(Duration.ofMinutes(1))
                .until(this::running, Optional::isPresent)
                .orElseThrow();
        Instant killed = Instant.now();
        engine.killContainerCmd(id).exec();
        await().atMost(Duration.ofMinutes(1)).until(() -> requested().isAfter(killed));
        return Duration.between(killed, requested()).toNanos() / 1e6;
    }

    /** Once its predecessor is gone: a group waits before it has too many that are not. */
    private Optional<String> running() {
        return database.sql().sql("""
                select provider_id from member m join fleet_group g on g.id = m.group_id
                 where g.name = :group and m.state = 'RUNNING' and m.phase = 'RUNNING'
                   and not exists (select from member other where other.group_id = g.id and other.state = 'LEAVING')
                """).param("group", GROUP).query(String.class).optional();
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
