package dev.drover.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.provider.Providers;
import dev.drover.provider.fake.FakeProvider;
import dev.drover.provider.spi.InstanceProvider;
import dev.drover.work.DatabaseClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.awaitility.core.ConditionFactory;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Calls the service as its clients do, and moves its clock. */
@TestComponent
class Groups {
    private static final AtomicInteger COUNT = new AtomicInteger();
    /** New members count as ready after this. */
    private static final Duration MIN_READY = Duration.ofSeconds(10);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Environment environment;
    private final DatabaseClock clock;
    private final Providers providers;

    Groups(Environment environment, DatabaseClock clock, Providers providers) {
        this.environment = environment;
        this.clock = clock;
        this.providers = providers;
    }

    /** A name that no other test uses. */
    static String newName() {
        return "group-" + COUNT.incrementAndGet();
    }

    static String spec(int size) {
        return spec("fake", size);
    }

    static String spec(String provider, int size) {
        return """
                {"allocation": {"size": %d}, "instance": {"provider": "%s", "properties": {"image": "good"}}}
                """.formatted(size, provider);
    }

    /** Declares a group, and waits until it is as declared. */
    String converged(String provider, int size) {
        String name = newName();
        put(name, spec(provider, size)).expect(201);
        converge(name);
        return name;
    }

    /** Waits until the group is as declared, and spares us the time that members have to be healthy for. */
    void converge(String name) {
        eventually().untilAsserted(() -> {
            if (status(name).path("waitingOn").findValuesAsString("what").contains("readiness")) {
                clock.step(MIN_READY);
            }
            Answer answer = get("/v1/groups/" + name + "/wait?timeout=1s");
            assertThat(answer.status())
                    .as(() -> answer.body() + status(name) + events(name))
                    .isEqualTo(200);
        });
    }

    Instant now() {
        return clock.now();
    }

    void step(Duration by) {
        clock.step(by);
    }

    /** Destroys the group, and waits until it is gone. */
    void remove(String name) {
        delete("/v1/groups/" + name).expect(202);
        gone(name);
    }

    void gone(String name) {
        eventually().untilAsserted(() -> {
            Answer answer = get("/v1/groups/" + name + "/wait?until=gone&timeout=1s");
            assertThat(answer.status())
                    .as(() -> answer.body() + status(name) + events(name))
                    .isEqualTo(200);
        });
    }

    FakeProvider provider(String name) {
        InstanceProvider provider = providers.provider(name).orElseThrow();
        return (FakeProvider) provider;
    }

    JsonNode status(String name) {
        return get("/v1/groups/" + name).expect(200).json().path("status");
    }

    /** The condition of this type that holds for the group; missing if it does not hold. */
    JsonNode condition(String name, String type) {
        return StreamSupport.stream(status(name).path("conditions").spliterator(), false)
                .filter(it -> it.path("type").asString().equals(type)
                        && it.path("status").asBoolean())
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    /** The ids of the members that have not ended. */
    List<String> members(String name) {
        return get("/v1/groups/" + name + "/members").expect(200).items("/id");
    }

    /** Every event of the group as {@code Type message}, oldest first. */
    List<String> events(String name) {
        JsonNode items = get("/v1/groups/" + name + "/events?limit=500")
                .expect(200)
                .json()
                .path("items");
        return StreamSupport.stream(items.spliterator(), false)
                .map(it -> it.path("type").asString() + " " + it.path("message").asString())
                .toList()
                .reversed();
    }

    static ConditionFactory eventually() {
        return await().pollInSameThread().atMost(Duration.ofSeconds(40)).pollInterval(Duration.ofMillis(100));
    }

    /** Host and port of the service. */
    String address() {
        return "127.0.0.1:" + environment.getProperty("local.server.port");
    }

    Answer put(String name, String spec, String... headers) {
        return send("PUT", "/v1/groups/" + name, BodyPublishers.ofString(spec), headers(headers, "application/json"));
    }

    Answer post(String path, String body, String... headers) {
        return send("POST", path, BodyPublishers.ofString(body), headers(headers, "application/json"));
    }

    Answer get(String path, String... headers) {
        return send("GET", path, BodyPublishers.noBody(), headers);
    }

    Answer delete(String path) {
        return send("DELETE", path, BodyPublishers.noBody());
    }

    private static String[] headers(String[] headers, String contentType) {
        if (List.of(headers).contains("Content-Type")) {
            return headers;
        }
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 0, headers.length);
        all[headers.length] = "Content-Type";
        all[headers.length + 1] = contentType;
        return all;
    }

    Answer send(String method, String path, BodyPublisher body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + address() + path))
                .timeout(Duration.ofSeconds(90))
                .method(method, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return Answer.of(http.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new AssertionError(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
