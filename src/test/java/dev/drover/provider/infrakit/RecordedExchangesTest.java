package dev.drover.provider.infrakit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.drover.infrakit.Interfaces;
import dev.drover.infrakit.Shapes.Attachment;
import dev.drover.infrakit.Shapes.InstanceSpec;
import dev.drover.provider.infrakit.plugin.UnixHttp;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is sent is, byte for byte, what InfraKit's own client sent, and what its plugins answered to that is understood. */
class RecordedExchangesTest {
    @TempDir
    private Path directory;

    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, String> recorded = exchanges();
    private UnixHttp plugin;
    private PluginFixture fixture;

    @BeforeEach
    void listen() throws IOException {
        plugin = UnixHttp.serve(directory.resolve("simulator"), this::answer);
        fixture = new PluginFixture(directory);
    }

    @AfterEach
    void stop() throws IOException {
        fixture.close();
        plugin.close();
    }

    private Optional<byte[]> answer(byte[] body) {
        String question = new String(body, UTF_8);
        asked.add(question.replaceFirst("\"id\":[0-9]+}$", "\"id\":ID}"));
        JsonNode tree = JsonMapper.shared().readTree(question);
        String key = "simulator " + tree.path("method").asString() + " " + tree.path("params");
        return Optional.of(Objects.requireNonNull(recorded.get(key), "nobody recorded " + key)
                .replaceFirst("\"id\":1}$", "\"id\":" + tree.path("id") + "}")
                .getBytes(UTF_8));
    }

    @Test
    void aHelloTellsWhatThereIs() {
        Interfaces interfaces = fixture.plugins().interfaces("simulator", Duration.ofSeconds(5));

        assertThat(interfaces.of(Interfaces.INSTANCE))
                .extracting(Interfaces.Offer::versioned, Interfaces.Offer::object)
                .containsExactly(
                        tuple("Instance/0.6.1", "compute"),
                        tuple("Instance/0.6.1", "disk"),
                        tuple("Instance/0.6.1", "net"));
        assertThat(interfaces.of("L4")).hasSize(3);
        assertThat(asked).containsExactly(sent("Handshake.Hello"));
    }

    @Test
    void anInstanceIsAskedForAndItsIdUnderstood() {
        InstanceSpec spec = new InstanceSpec(
                JsonMapper.shared().readTree("{\"a\":1}"),
                Map.of("k", "v"),
                "",
                "m1",
                List.of(new Attachment("vol1", "ebs")));

        Messages.Provisioned made = fixture.plugins()
                .call(
                        "simulator",
                        "Instance.Provision",
                        new Messages.Provision("compute", spec),
                        Messages.Provisioned.class,
                        Duration.ofSeconds(5));

        assertThat(made.id()).isEqualTo("1795348456144545225");
        assertThat(asked).containsExactly(sent("Instance.Provision"));
    }

    @Test
    void instancesAreListedAndUnderstood() {
        Messages.Described answer = fixture.plugins()
                .call(
                        "simulator",
                        "Instance.DescribeInstances",
                        new Messages.DescribeInstances("compute", Map.of(), true),
                        Messages.Described.class,
                        Duration.ofSeconds(5));

        assertThat(Objects.requireNonNull(answer.descriptions()))
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.id()).isEqualTo("1795348456144545225");
                    assertThat(it.logicalId()).isEqualTo("m1");
                    assertThat(it.tags()).containsEntry("k", "v").containsEntry("simulator", "simulator");
                    assertThat(it.properties()).isEqualTo(JsonMapper.shared().readTree("{\"a\":1}"));
                });
        assertThat(asked).containsExactly(sent("Instance.DescribeInstances"));
    }

    /** The recorded question to the simulator, as the infrakit command line put it into a body. */
    private String sent(String method) {
        String question = recorded.keySet().stream()
                .filter(it -> it.startsWith("simulator " + method + " "))
                .findFirst()
                .orElseThrow();
        String params = question.substring(("simulator " + method + " ").length());
        return "{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"params\":" + params + ",\"id\":ID}";
    }

    private static Map<String, String> exchanges() {
        try (InputStream file =
                Objects.requireNonNull(RecordedExchangesTest.class.getResourceAsStream("exchanges.txt"))) {
            List<String> lines = new String(file.readAllBytes(), UTF_8).lines().toList();
            Map<String, String> exchanges = new LinkedHashMap<>();
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).startsWith("> ")) {
                    exchanges.put(lines.get(i).substring(2), lines.get(i + 1).substring(2));
                }
            }
            return exchanges;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
