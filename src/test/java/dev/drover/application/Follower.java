package dev.drover.application;

import static dev.drover.application.Groups.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Follows a stream of events as an EventSource does, but does not resume by itself. */
final class Follower implements AutoCloseable {
    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpResponse<InputStream> response;
    private final List<Sent> events = new CopyOnWriteArrayList<>();
    private final AtomicInteger comments = new AtomicInteger();
    private volatile String last = "";
    private volatile boolean ended;

    /** One event with data. */
    record Sent(String id, String event, JsonNode data) {
        String text(String field) {
            return data.path(field).asString();
        }
    }

    private Follower(int port, String query, @Nullable String lastEventId) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/events/stream" + query));
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        try {
            response = http.send(request.build(), BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        assertThat(response.statusCode()).as(query).isEqualTo(200);
        Thread.ofVirtual().start(this::read);
    }

    /** Returns when the stream has said where it begins. */
    static Follower of(int port, String query, @Nullable String lastEventId) {
        Follower follower = new Follower(port, query, lastEventId);
        eventually().until(() -> !follower.last.isEmpty());
        return follower;
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            String event = "";
            String data = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int colon = line.indexOf(": ");
                String value = colon < 0 ? "" : line.substring(colon + 2);
                switch (colon < 0 ? line : line.substring(0, colon)) {
                    case "event" -> event = value;
                    case "data" -> data += value;
                    case "id" -> last = value;
                    case "retry" -> assertThat(value).isEqualTo("1000");
                    default -> {
                        if (!data.isEmpty()) {
                            events.add(new Sent(last, event, JsonMapper.shared().readTree(data)));
                        }
                        if (!line.isEmpty()) {
                            comments.incrementAndGet();
                        }
                        event = "";
                        data = "";
                    }
                }
            }
        } catch (IOException gone) {
            assertThat(gone).isNotNull();
        } finally {
            ended = true;
        }
    }

    HttpResponse<?> response() {
        return response;
    }

    List<Sent> events() {
        return List.copyOf(events);
    }

    List<String> ids() {
        return events.stream().map(Sent::id).toList();
    }

    List<String> messages() {
        return events.stream().map(it -> it.text("message")).toList();
    }

    /** What a client sends when it comes again. */
    String last() {
        return last;
    }

    boolean hasEnded() {
        return ended;
    }

    /** Waits for some heartbeats, so that whatever should not have come had time to come. */
    void awaitHeartbeats() {
        int before = comments.get();
        eventually().until(() -> comments.get() > before + 3);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
