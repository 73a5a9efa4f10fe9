package dev.drover.observe;

import dev.drover.member.ProbedMember;
import dev.drover.member.ProbedMember.Answer;
import dev.drover.spec.HealthPolicy;
import dev.drover.spec.Templates;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriUtils;

/**
 * Asks one member whether it is healthy. What the member itself does wrong (it refuses, resets, hangs, answers a wrong
 * status) is Unhealthy; what keeps us from asking it (no address, unresolvable name, no route) is Unknown.
 */
@Component
class Probe {
    private final HttpClient http = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    /** One answer of a probe, with its reason for people. */
    record Result(Answer answer, String reason) {
        private static final List<Answer> WORST_FIRST = List.of(Answer.UNHEALTHY, Answer.UNKNOWN, Answer.HEALTHY);

        /** The worse one of two; among equals the other. */
        Result and(Result other) {
            return WORST_FIRST.indexOf(answer) < WORST_FIRST.indexOf(other.answer) ? this : other;
        }
    }

    private final CommandProbe commands;

    Probe(CommandProbe commands) {
        this.commands = commands;
    }

    /** @param timeout of the whole probe */
    Result ask(ProbedGroup group, ProbedMember member, HealthPolicy.Check check, Duration timeout)
            throws InterruptedException {
        return switch (check) {
            case HealthPolicy.Http http ->
                ask(
                        member,
                        http.port(),
                        (host, port) -> http(host, port, path(http, group.variables(member)), timeout));
            case HealthPolicy.Tcp tcp -> ask(member, tcp.port(), (host, port) -> tcp(host, port, timeout));
            case HealthPolicy.Command command -> commands.ask(group, member, command.words(), timeout);
        };
    }

    /** Asks a port over the network. */
    @FunctionalInterface
    private interface Question {
        Result ask(String host, int port) throws IOException, InterruptedException, URISyntaxException;
    }

    private static Result ask(ProbedMember member, HealthPolicy.Port declared, Question question)
            throws InterruptedException {
        Optional<Integer> port = port(member, declared);
        if (member.addresses().isEmpty() || port.isEmpty()) {
            return new Result(Answer.UNKNOWN, "its address or port is not known");
        }
        String host = member.addresses().getFirst();
        try {
            return question.ask(host, port.get());
        } catch (UnknownHostException | NoRouteToHostException | UnresolvedAddressException e) {
            return new Result(Answer.UNKNOWN, "there is no way to " + host + ": " + words(e));
        } catch (HttpTimeoutException | SocketTimeoutException e) {
            return new Result(Answer.UNHEALTHY, "no answer from " + host + ":" + port.get() + " in time");
        } catch (URISyntaxException | IllegalArgumentException e) {
            return new Result(Answer.UNKNOWN, "it cannot be asked: " + words(e));
        } catch (IOException e) {
            return unreachable(e)
                    ? new Result(Answer.UNKNOWN, "there is no way to " + host + ": " + words(e))
                    : new Result(Answer.UNHEALTHY, host + ":" + port.get() + " does not answer: " + words(e));
        }
    }

    private static Optional<Integer> port(ProbedMember member, HealthPolicy.Port declared) {
        return switch (declared) {
            case HealthPolicy.Port.Fixed fixed -> Optional.of(fixed.value());
            case HealthPolicy.Port.Named named ->
                Optional.ofNullable(member.ports().get(named.name()));
        };
    }

    /** Whatever a variable stands for stays within its place in the path or the query. */
    private static String path(HealthPolicy.Http http, Map<String, String> variables) {
        variables.replaceAll((name, value) -> UriUtils.encode(value, StandardCharsets.UTF_8));
        return Templates.render(http.path(), variables);
    }

    private Result http(String host, int port, String path, Duration timeout)
            throws IOException, InterruptedException, URISyntaxException {
        URI uri = new URI(new URI("http", null, host, port, null, null, null) + path);
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(timeout).build();
        HttpResponse<InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        response.body().close(); // a body may never end, and the status has said everything
        int status = response.statusCode();
        boolean good = status >= 200 && status < 400;
        return new Result(good ? Answer.HEALTHY : Answer.UNHEALTHY, "GET " + uri + " answered " + status);
    }

    private static Result tcp(String host, int port, Duration timeout) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), (int) Math.min(timeout.toMillis(), Integer.MAX_VALUE));
            return new Result(Answer.HEALTHY, host + ":" + port + " accepts connections");
        }
    }

    /** The HTTP client wraps what the socket said. */
    private static boolean unreachable(Throwable thrown) {
        for (Throwable it = thrown; it != null; it = it.getCause()) {
            if (it instanceof UnresolvedAddressException
                    || it instanceof UnknownHostException
                    || it instanceof NoRouteToHostException) {
                return true;
            }
        }
        return false;
    }

    private static String words(Throwable thrown) {
        if (thrown instanceof HttpConnectTimeoutException) {
            return "no connection in time";
        }
        if (thrown instanceof ConnectException) {
            return "connection refused";
        }
        return thrown.getMessage() == null ? thrown.getClass().getSimpleName() : thrown.getMessage();
    }
}
