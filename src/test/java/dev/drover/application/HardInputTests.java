package dev.drover.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.application.hostile.Corpus;
import dev.drover.application.hostile.Hostile;
import dev.drover.application.hostile.Raw;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whatever is sent to any operation: a problem that says what to do, nothing stored, no memory kept. */
@ApplicationTest
class HardInputTests {
    private static final int AT_LEAST = 300;
    private static final long MAY_GROW = 24L << 20;
    /** What is written without any request: facts about providers, and the jobs' own times. */
    private static final Set<String> OTHERS = Set.of(
            "group_status",
            "observation",
            "provider_state",
            "replica",
            "scheduled_calls",
            "scheduled_passes",
            "flyway_schema_history",
            "wake");

    @Autowired
    Groups groups;

    @Autowired
    JdbcClient jdbc;

    @LocalServerPort
    int port;

    @Test
    void nothingBadGetsThrough() throws IOException {
        String group = groups.converged("cloud", 2);
        List<Hostile> corpus = Corpus.of(document(), values(group), port);
        assertEveryOperationIsAttacked(corpus);
        Map<String, String> before = stored();

        List<String> wrong = new ArrayList<>();
        Map<Integer, Integer> statuses = new TreeMap<>();
        long half = 0;
        for (int i = 0; i < corpus.size(); i++) {
            if (i == corpus.size() / 2) {
                half = heap(); // by now everything is loaded that is loaded once
            }
            statuses.merge(attack(corpus.get(i), wrong), 1, Integer::sum);
        }
        long end = heap();
        String summary =
                "hard input: %,d requests at %d operations, refused: %s; not refused: %d; heap half way %d MiB, at the end %d MiB"
                        .formatted(
                                corpus.size(),
                                Corpus.operations(document()).size(),
                                statuses,
                                wrong.size(),
                                half >> 20,
                                end >> 20);
        System.out.println(summary);
        Files.writeString(Path.of("target/hard-input.txt"), summary + "\n" + String.join("\n", wrong) + "\n");

        assertThat(wrong).isEmpty();
        assertThat(stored()).as("what is stored").isEqualTo(before);
        assertThat(end - half).as("bytes of heap that grew").isLessThan(MAY_GROW);
        groups.remove(group);
    }

    private void assertEveryOperationIsAttacked(List<Hostile> corpus) {
        assertThat(corpus).hasSizeGreaterThan(AT_LEAST);
        Map<String, Long> counts =
                corpus.stream().collect(Collectors.groupingBy(Hostile::operation, Collectors.counting()));
        assertThat(Corpus.operations(document()))
                .allSatisfy(it -> assertThat(counts.getOrDefault(it, 0L)).as(it).isGreaterThan(15));
    }

    private int attack(Hostile hostile, List<String> wrong) throws IOException {
        Raw.Response response = Raw.send(port, hostile.bytes());
        String complaint = complaint(response);
        if (!complaint.isEmpty()) {
            wrong.add(hostile + " -> " + response.status() + " " + complaint + ": " + cut(response.body()));
        }
        return response.status() == 0 && complaint.isEmpty() ? 400 : response.status();
    }

    /** Empty if it is a proper refusal. */
    private static String complaint(Raw.Response response) {
        if (response.status() == 0 && response.body().startsWith("{\"type\":\"/problems/")) {
            return ""; // to what is no HTTP/1, Tomcat answers with the body alone
        }
        if (response.status() < 400 || response.status() > 499) {
            return "is no refusal";
        }
        if (response.body().contains("\tat ") || response.body().contains("Exception")) {
            return "shows the inside";
        }
        if (!response.type().equals("application/problem+json")) {
            return "is no problem, but " + response.type();
        }
        try {
            JsonNode problem = JsonMapper.shared().readTree(response.body());
            boolean complete = problem.path("type").asString("").startsWith("/problems/")
                    && problem.path("status").asInt() == response.status()
                    && !problem.path("title").asString("").isBlank()
                    && !problem.path("detail").asString("").isBlank();
            return complete ? "" : "is incomplete";
        } catch (JacksonException e) {
            return "is no JSON";
        }
    }

    private static String cut(String text) {
        return text.length() > 300 ? text.substring(0, 300) + "..." : text;
    }

    private Map<String, String> values(String group) {
        String member = groups.members(group).getFirst();
        String instance = groups.get("/v1/members/" + member).text("/providerId");
        return Map.of(
                "/v1/groups/{name}", group,
                "/v1/members/{memberId}", member,
                "/v1/providers/{name}", "cloud",
                "/v1/providers/{name}/instances/{id}", instance,
                "/v1/providers/{name}/simulation/instances/{id}", instance,
                "/v1/flavors/{name}", "vanilla");
    }

    /** What each table holds, as far as requests can change it. */
    private Map<String, String> stored() {
        return jdbc
                .sql("select tablename from pg_tables where schemaname = current_schema()")
                .query(String.class)
                .list()
                .stream()
                .filter(it -> !OTHERS.contains(it))
                .collect(Collectors.toMap(it -> it, this::fingerprint, (a, b) -> a, TreeMap::new));
    }

    private String fingerprint(String table) {
        String rows = switch (table) {
            case "event" -> "select * from event where actor is not null";
            case "fleet_group" -> "select id, name, state, generation, fence from fleet_group";
            default -> "select * from " + table;
        };
        return jdbc.sql("select count(*) || ' rows, ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '')"
                        + " from (" + rows + ") t")
                .query(String.class)
                .single();
    }

    private static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private JsonNode document() {
        return JsonMapper.shared()
                .readTree(groups.get("/v3/api-docs").expect(200).body());
    }
}
