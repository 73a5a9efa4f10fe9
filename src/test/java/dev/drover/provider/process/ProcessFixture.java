package dev.drover.provider.process;

import static org.awaitility.Awaitility.await;

import dev.drover.provider.spi.Attachment;
import dev.drover.provider.spi.DestroyReason;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.InstanceProvider.Destroyed;
import dev.drover.provider.spi.Labels;
import dev.drover.provider.spi.Phase;
import dev.drover.provider.spi.ProvisionRequest;
import dev.drover.provider.spi.Token;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A process provider over a directory of its own, whose processes are gone after each test, whatever became of it. */
abstract class ProcessFixture {
    static final String TOKEN = "0a1b2c3d-token";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path state = Path.of("unset");

    ProcessProvider provider = new ProcessProvider(Path.of("unset"));

    @BeforeEach
    void open() {
        provider = new ProcessProvider(state);
        provider.hostId();
    }

    @AfterEach
    void killAll() throws IOException {
        for (Path kept : List.of(state.resolve("members"), state.resolve("ended"))) {
            try (DirectoryStream<Path> directories = Files.newDirectoryStream(kept, Files::isDirectory)) {
                directories.forEach(member ->
                        new MemberDirectory(member).identity().map(Session::new).ifPresent(this::killNow));
            }
        }
        // Takes what was being stopped off the list now, so that nothing is written while the directory is deleted.
        listed();
    }

    private void killNow(Session session) {
        session.kill();
        eventually(session::isAlive, alive -> !alive);
    }

    /** Another Drover over the same directory, as after a restart. */
    ProcessProvider restarted() {
        return new ProcessProvider(state);
    }

    ProcessProvider at(Instant now) {
        return new ProcessProvider(
                state, Path.of("/opt/java/bin"), Clock.fixed(now, ZoneOffset.UTC), Duration.ofHours(24));
    }

    static ObjectNode command(String... command) {
        ObjectNode properties = JsonNodeFactory.instance.objectNode();
        for (String word : command) {
            properties.withArray("command").add(word);
        }
        return properties;
    }

    static ObjectNode shell(String script) {
        return command("sh", "-c", script);
    }

    static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    static ProvisionRequest request(String token, JsonNode properties, String... init) {
        return new ProvisionRequest(
                new Token(token),
                Map.of(Labels.TOKEN, token),
                List.of(init),
                null,
                2,
                List.<Attachment>of(),
                properties);
    }

    Instance start(JsonNode properties, String... init) {
        return provider.provision(request(TOKEN, properties, init));
    }

    Instance sleeping() {
        return start(command("sleep", "600"));
    }

    /** A member that ignores the polite signal, and its children too; it does so from when it is answered. */
    Instance stubborn(String stopTimeout) {
        Instance instance = start(
                shell("trap '' TERM; touch ready; while :; do sleep 1; done").put("stopTimeout", stopTimeout));
        written("ready");
        return instance;
    }

    Destroyed destroy(Instance instance) {
        return provider.destroy(
                instance.id(), Optional.ofNullable(instance.token()).orElseThrow(), DestroyReason.TERMINATE);
    }

    Path member() {
        return state.resolve("members").resolve(TOKEN);
    }

    /** What the member wrote into this file of its working directory, once it did. */
    String written(String file) {
        Path path = member().resolve("work").resolve(file);
        eventually(() -> Files.exists(path), there -> there);
        return read(path).trim();
    }

    long pidWritten(String file) {
        Path path = member().resolve("work").resolve(file);
        return Long.parseLong(eventually(() -> Files.exists(path) ? read(path) : "", text -> text.endsWith("\n"))
                .trim());
    }

    Instance eventually(Phase phase) {
        return eventually(
                        () -> provider.find(new Token(TOKEN)),
                        found -> found.map(Instance::phase).equals(Optional.of(phase)))
                .orElseThrow();
    }

    void eventuallyGone() {
        eventually(this::listed, List::isEmpty);
    }

    List<Instance> listed() {
        return listed(provider);
    }

    static List<Instance> listed(ProcessProvider provider) {
        List<Instance> listed = new ArrayList<>();
        provider.describe(Map.of(), listed::addAll);
        return listed;
    }

    static boolean isAlive(long pid) {
        return ProcStat.of(pid).filter(ProcStat::isAlive).isPresent();
    }

    static <T> T eventually(Callable<T> look, Predicate<T> expected) {
        return await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(look, expected);
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
