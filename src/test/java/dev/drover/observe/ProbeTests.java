package dev.drover.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.drover.group.HealthSettings;
import dev.drover.member.ProbedMember;
import dev.drover.member.ProbedMember.Answer;
import dev.drover.provider.spi.Token;
import dev.drover.spec.HealthPolicy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ProbeTests {
    private final Probe probe = new Probe(new CommandProbe(new HealthSettings(true)));
    private final CountDownLatch over = new CountDownLatch(1);
    private final HttpServer server = start();

    private static HttpServer start() {
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
        server.createContext(
                "/",
                exchange -> exchange.sendResponseHeaders(
                        status(exchange.getRequestURI().getPath()), -1));
        server.createContext("/endless", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(new byte[] {'.'});
            exchange.getResponseBody().flush();
            awaitEnd();
        });
        server.start();
    }

    private static int status(String path) {
        return path.matches("/[0-9]{3}") ? Integer.parseInt(path.substring(1)) : 200;
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
    void twoHundredsAndThreeHundredsAreHealthyAndTheRestIsNot() throws InterruptedException {
        assertThat(http("/204")).isEqualTo(Answer.HEALTHY);
        assertThat(http("/302")).isEqualTo(Answer.HEALTHY);
        assertThat(http("/404")).isEqualTo(Answer.UNHEALTHY);
        assertThat(http("/503")).isEqualTo(Answer.UNHEALTHY);
    }

    @Test
    void aBodyThatNeverEndsDoesNotHoldTheProbe() throws InterruptedException {
        assertThat(http("/endless")).isEqualTo(Answer.HEALTHY);
    }

    @Test
    void aPathThatIsNoUriIsUnknownAndNeverLeadsElsewhere() throws InterruptedException {
        assertThat(http("/a|b")).isEqualTo(Answer.UNKNOWN);
        assertThat(http("/%zz")).isEqualTo(Answer.UNKNOWN);
        assertThat(http("//example.invalid/x")).isEqualTo(Answer.HEALTHY);
    }

    @Test
    void aPathMayHoldTemplatesAndWhatTheyStandForStaysInItsPlace() throws InterruptedException {
        server.createContext(
                "/of",
                exchange -> exchange.sendResponseHeaders(
                        exchange.getRequestURI().toString().equals("/of/a%2F..%3Fb/3?team=shop") ? 200 : 404, -1));
        String good = "/of/{{member.providerId}}/{{member.index}}?team={{labels.team}}";
        assertThat(http(oddlyNamed(), good)).isEqualTo(Answer.HEALTHY);
        assertThat(http(oddlyNamed(), good + "s")).isEqualTo(Answer.UNHEALTHY);
        assertThat(http(oddlyNamed(), "/of/{{member.logicalId}}")).isEqualTo(Answer.UNKNOWN);
    }

    private ProbedMember oddlyNamed() {
        int port = server.getAddress().getPort();
        return new ProbedMember(
                1,
                1,
                3,
                1,
                null,
                "fake",
                "a/..?b",
                new Token("t-1"),
                Map.of(),
                List.of("127.0.0.1"),
                Map.of("http", port),
                null,
                null,
                null,
                0,
                Duration.ofSeconds(10));
    }

    @Test
    void refusedIsUnhealthyAndNoAddressIsUnknown() throws Exception {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        var tcp = new HealthPolicy.Tcp(new HealthPolicy.Port.Named("http"));
        assertThat(ask(member(List.of("127.0.0.1"), server.getAddress().getPort()), tcp))
                .isEqualTo(Answer.HEALTHY);
        assertThat(ask(member(List.of("127.0.0.1"), closed), tcp)).isEqualTo(Answer.UNHEALTHY);
        assertThat(ask(member(List.of(), closed), tcp)).isEqualTo(Answer.UNKNOWN);
        assertThat(ask(member(List.of("name.invalid"), closed), tcp)).isEqualTo(Answer.UNKNOWN);
    }

    private Answer http(String path) throws InterruptedException {
        return http(member(List.of("127.0.0.1"), server.getAddress().getPort()), path);
    }

    private Answer http(ProbedMember member, String path) throws InterruptedException {
        return ask(member, new HealthPolicy.Http(new HealthPolicy.Port.Named("http"), path));
    }

    private Answer ask(ProbedMember member, HealthPolicy.Check check) throws InterruptedException {
        return probe.ask(CommandProbeTests.GROUP, member, check, Duration.ofSeconds(5))
                .answer();
    }

    private static ProbedMember member(List<String> addresses, int port) {
        return CommandProbeTests.member(addresses, Map.of("http", port));
    }
}
