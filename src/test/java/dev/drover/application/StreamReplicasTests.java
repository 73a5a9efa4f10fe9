package dev.drover.application;

import static dev.drover.application.Groups.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.Drover;
import dev.drover.TestPostgres;
import dev.drover.startup.ChildDrover;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a test with one application cannot show: several replicas, one that ends, and one with tight limits. */
@Tag("postgres")
class StreamReplicasTests {
    private static final long MAY_GROW = 16L << 20;
    private static final String STREAM = "/v1/events/stream";

    @TempDir
    static Path folder;

    private final JdbcConnectionDetails database = TestPostgres.freshConnection();
    private final JdbcClient jdbc = JdbcClient.create(TestPostgres.dataSource(database));
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<ConfigurableApplicationContext> replicas = new ArrayList<>();

    @AfterEach
    void stop() {
        replicas.forEach(ConfigurableApplicationContext::close);
        http.close();
    }

    @Test
    void everyReplicaShowsTheSameAndOneGoesOnAtAnyOfThem() throws Exception {
        int first = start();
        int second = start();
        List<String> seen = new ArrayList<>();
        try (Follower atFirst = Follower.of(first, "", "0.0")) {
            put(second, "one");
            eventually().until(() -> declared(atFirst, "one"));
            seen.addAll(atFirst.ids());
        }
        put(first, "two");
        try (Follower atSecond = Follower.of(second, "", seen.getLast())) {
            put(first, "three");
            eventually().until(() -> declared(atSecond, "three"));
            seen.addAll(atSecond.ids());

            long begin = System.nanoTime();
            replicas.getLast().close();
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .as("the stop of a replica")
                    .isLessThan(Duration.ofSeconds(4));
            eventually().until(atSecond::hasEnded);
        }
        List<String> stored = jdbc.sql("select tx || '.' || id from event order by event.tx, event.id")
                .query(String.class)
                .list();
        assertThat(seen).isEqualTo(stored.subList(0, seen.size()));
    }

    @Test
    void oneWhoDoesNotReadIsCutAndCostsNoMemory() throws Exception {
        int port = start("--drover.stream.readers=1", "--server.tomcat.connection-timeout=1s");
        jdbc.sql("""
                insert into event (type, at, message)
                select 'GroupScaled', now(), repeat('x', 2000) from generate_series(1, 30000)
                """).update();
        long before = heap();
        try (Socket deaf = new Socket()) {
            deaf.setReceiveBufferSize(4096);
            deaf.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            String request =
                    "GET " + STREAM + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nLast-Event-ID: 0.0\r\n\r\n";
            deaf.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            assertThat(deaf.getInputStream().readNBytes(12))
                    .asString(StandardCharsets.US_ASCII)
                    .isEqualTo("HTTP/1.1 200");
            HttpResponse<String> refused = ask("GET", port);
            assertThat(refused.headers().firstValue("Retry-After")).contains("5");
            assertThat(refused.body()).contains("/problems/unavailable", "drover.stream.readers");
            assertThat(heapWhileFull(port) - before)
                    .as("bytes of heap that grew")
                    .isLessThan(MAY_GROW);
        }
    }

    /** With HEAD it is asked whether one could follow; with GET that has to be refused. */
    private HttpResponse<String> ask(String method, int port) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + STREAM))
                .timeout(Duration.ofSeconds(10))
                .method(method, BodyPublishers.noBody())
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    private static boolean declared(Follower follower, String group) {
        return follower.events().stream()
                .anyMatch(it ->
                        it.event().equals("GroupDeclared") && it.text("group").equals(group));
    }

    private void put(int port, String group) throws IOException, InterruptedException {
        String spec =
                "{\"allocation\": {\"size\": 0}, \"instance\": {\"provider\": \"process\", \"properties\": {\"command\": [\"true\"]}}}";
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/groups/" + group))
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(spec))
                .build();
        assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(201);
    }

    private int start(String... more) {
        String data = folder.resolve("data-" + database.getJdbcUrl().hashCode() + "-" + replicas.size())
                .toString();
        String[] arguments = ChildDrover.arguments(
                database, "--server.port=0", "--drover.data=" + data, "--drover.stream.heartbeat=200ms");
        ConfigurableApplicationContext replica = new SpringApplicationBuilder(Drover.class)
                .run(Stream.concat(Stream.of(arguments), Stream.of(more)).toArray(String[]::new));
        replicas.add(replica);
        return Integer.parseInt(replica.getEnvironment().getRequiredProperty("local.server.port"));
    }

    /** The most that there was until the one who does not read was cut. */
    private long heapWhileFull(int port) {
        AtomicLong most = new AtomicLong();
        eventually().until(() -> {
            most.accumulateAndGet(heap(), Math::max);
            return ask("HEAD", port).statusCode() == 200;
        });
        return most.get();
    }

    private static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
