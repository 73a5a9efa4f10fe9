package dev.drover.provider.vanilla;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.drover.provider.spi.FlavorProvider.Drain;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.Phase;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.provider.spi.ProviderId;
import dev.drover.provider.spi.Token;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(30)
class HttpDrainTests {
    private final VanillaFlavor flavor = new VanillaFlavor();
    private final CountDownLatch over = new CountDownLatch(1);
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final HttpServer server = server();

    private static HttpServer server() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            return server;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void serve() {
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            String path = exchange.getRequestURI().getPath();
            if (path.equals("/302")) {
                exchange.getResponseHeaders().set("Location", "/200");
            }
            exchange.sendResponseHeaders(path.matches("/[0-9]{3}") ? Integer.parseInt(path.substring(1)) : 200, -1);
        });
        server.createContext("/endless", exchange -> {
            exchange.sendResponseHeaders(202, 0);
            exchange.getResponseBody().write(new byte[] {'.'});
            exchange.getResponseBody().flush();
            awaitEnd();
        });
        server.createContext("/silent", exchange -> awaitEnd());
        server.start();
    }

    private void awaitEnd() {
        try {
            over.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
    }

    @Test
    void theStatusSaysHowFarItIs() {
        assertThat(drain("/200")).isEqualTo(Drain.DRAINED);
        assertThat(drain("/204")).isEqualTo(Drain.DRAINED);
        assertThat(drain("/202")).isEqualTo(Drain.DRAINING);
        assertThat(drain("/503")).isEqualTo(Drain.DRAINING);
    }

    @Test
    void aPostIsSentToThePathAndItsQuery() {
        drain("/stop/work?now=yes");

        assertThat(asked).containsExactly("POST /stop/work?now=yes");
    }

    @Test
    void withoutAPathItIsDrain() {
        flavor.drain(json("{\"drain\": {\"http\": {\"port\": \"http\"}}}"), instance(port()));

        assertThat(asked).containsExactly("POST /drain");
    }

    @Test
    void aPortMayBeANumber() {
        Instance nameless = instance(List.of("127.0.0.1"), Map.of());

        assertThat(flavor.drain(properties(String.valueOf(port()), "/202"), nameless))
                .isEqualTo(Drain.DRAINING);
    }

    @Test
    void theFirstAddressIsAsked() {
        Instance reachable = instance(List.of("127.0.0.1", "nowhere.invalid"), Map.of("http", port()));

        assertThat(flavor.drain(named("/200"), reachable)).isEqualTo(Drain.DRAINED);
    }

    @Test
    void anyOtherStatusIsAFailureThatMayPass() {
        refused("/404", "POST http://127.0.0.1:" + port() + "/404 answered 404");
        refused("/500", "answered 500");
        refused("/201", "answered 201");
    }

    @Test
    void redirectsAreNotFollowed() {
        refused("/302", "answered 302");

        assertThat(asked).containsExactly("POST /302");
    }

    @Test
    void aBodyThatNeverEndsIsNotRead() {
        assertThat(drain("/endless")).isEqualTo(Drain.DRAINING);
    }

    @Test
    void silenceIsWaitedForTwoSecondsOnly() {
        refused("/silent", "nothing came within 2 s");
    }

    @Test
    void aRefusedConnectionIsAFailureThatMayPass() throws IOException {
        int nobodys;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobodys = taken.getLocalPort();
        }
        assertRetryable(named("/200"), instance(nobodys), "connection refused");
    }

    @Test
    void withoutAnAddressOrItsPortItCannotBeAsked() {
        assertRetryable(named("/200"), instance(List.of(), Map.of("http", 80)), "its address is not known");
        assertRetryable(
                named("/200"), instance(List.of("127.0.0.1"), Map.of("admin", 80)), "it has no port named 'http'");
        assertRetryable(named("/200"), instance(List.of("nowhere.invalid"), Map.of("http", 80)), "was not answered");
    }

    @Test
    void aPathThatIsNoneIsNotAsked() {
        refused("/a b", "it cannot be asked to drain");
        refused("@example.invalid/", "does not begin with '/'");

        assertThat(asked).isEmpty();
    }

    @Test
    void itDrainsWhereItWasToldHow() {
        assertThat(flavor.drains(named("/drain"))).isTrue();
        assertThat(flavor.drains(json("{\"tags\": {\"drain\": \"http\"}}"))).isFalse();
    }

    private void refused(String path, String words) {
        assertRetryable(named(path), instance(port()), words);
    }

    private void assertRetryable(JsonNode properties, Instance instance, String words) {
        assertThatThrownBy(() -> flavor.drain(properties, instance))
                .isInstanceOfSatisfying(
                        ProviderFailure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(ProviderFailure.Kind.RETRYABLE))
                .hasMessageContaining(words);
    }

    private Drain drain(String path) {
        return flavor.drain(named(path), instance(port()));
    }

    private int port() {
        return server.getAddress().getPort();
    }

    private static JsonNode named(String path) {
        return properties("\"http\"", path);
    }

    private static JsonNode properties(String port, String path) {
        return json("{\"drain\": {\"http\": {\"port\": %s, \"path\": \"%s\"}}}".formatted(port, path));
    }

    private static Instance instance(int port) {
        return instance(List.of("127.0.0.1"), Map.of("http", port));
    }

    private static Instance instance(List<String> addresses, Map<String, Integer> ports) {
        return new Instance(new ProviderId("i-1"), new Token("t-1"), Map.of(), Phase.RUNNING, addresses, ports, null);
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }
}
