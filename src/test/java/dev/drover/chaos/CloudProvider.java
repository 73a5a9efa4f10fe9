package dev.drover.chaos;

import dev.drover.chaos.Fault.Op;
import dev.drover.provider.spi.Capabilities;
import dev.drover.provider.spi.DestroyReason;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.InstanceProvider;
import dev.drover.provider.spi.LogicalId;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.provider.spi.ProviderFailure.Kind;
import dev.drover.provider.spi.ProviderId;
import dev.drover.provider.spi.ProviderSettings;
import dev.drover.provider.spi.ProvisionRequest;
import dev.drover.provider.spi.Token;
import dev.drover.provider.spi.Violation;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Speaks with {@link Cloud}, and dies where {@link Traps} say so. */
final class CloudProvider implements InstanceProvider {
    private static final int MOST_CALLS = 32;

    private final String name;
    private final int port;
    private final String database;
    private final Capabilities capabilities;

    CloudProvider(ProviderSettings settings) {
        Map<String, String> given = settings.settings();
        this.name = settings.name();
        this.port = Integer.parseInt(given.getOrDefault("port", "0"));
        this.database = given.getOrDefault("database", "");
        this.capabilities = new Capabilities(
                Boolean.parseBoolean(given.get("idempotent")),
                true,
                true,
                Boolean.parseBoolean(given.get("watch")),
                false,
                false,
                Duration.parse(given.getOrDefault("create-timeout", "PT6S")),
                Duration.parse(given.getOrDefault("window", "PT1S")),
                MOST_CALLS);
    }

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    @Override
    public JsonNode schema() {
        return Wire.JSON.createObjectNode().put("type", "object");
    }

    @Override
    public List<Violation> validate(JsonNode properties) {
        return List.of();
    }

    @Override
    public Map<String, Integer> ports(JsonNode properties, int index) {
        return Map.of();
    }

    @Override
    public Instance provision(ProvisionRequest request) {
        LogicalId pet = request.logicalId();
        Told told = counted(
                ask(Op.CREATE, request.token(), null, request.labels(), pet == null ? null : pet.value(), Set.of()));
        return told.instances().getFirst().instance();
    }

    @Override
    public Optional<Instance> find(Token token) {
        return counted(ask(Op.FIND, token, null, Map.of(), null, Set.of())).instances().stream()
                .findFirst()
                .map(Told.Seen::instance);
    }

    @Override
    public void label(ProviderId id, Map<String, String> labels) {
        counted(ask(Op.LABEL, null, id, labels, null, Set.of()));
    }

    @Override
    public void unlabel(ProviderId id, Set<String> keys) {
        counted(ask(Op.UNLABEL, null, id, Map.of(), null, keys));
    }

    @Override
    public Destroyed destroy(ProviderId id, Token token, DestroyReason reason) {
        return counted(ask(Op.DESTROY, token, id, Map.of(), null, Set.of())).done()
                ? Destroyed.ACCEPTED
                : Destroyed.GONE_ALREADY;
    }

    private Told counted(Ask ask) {
        int number = Traps.before(Traps.Kind.CALL, ask.op().name());
        Told told = once(ask);
        Traps.after(Traps.Kind.CALL, number, ask.op().name());
        return told;
    }

    private Told once(Ask ask) {
        try (Socket socket = connect(ask)) {
            return answered(Wire.reader(socket));
        } catch (IOException e) {
            throw lost(e);
        }
    }

    /** Whoever is not there has done nothing; what becomes of a call that was sent is unknown. */
    private Socket connect(Ask ask) throws IOException {
        Socket socket;
        try {
            socket = Wire.connect(port);
        } catch (IOException e) {
            throw new ProviderFailure(Kind.RETRYABLE, "the cloud cannot be reached: " + e.getMessage(), e);
        }
        try {
            Wire.write(socket, ask);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static Told answered(BufferedReader reader) throws IOException {
        String line = reader.readLine();
        if (line == null) {
            throw new IOException("the connection ended without an answer");
        }
        Told told = Wire.JSON.readValue(line, Told.class);
        Kind failure = told.failure();
        if (failure != null) {
            String message = String.valueOf(told.message());
            throw failure == Kind.THROTTLED
                    ? ProviderFailure.throttled(message, Duration.ofMillis(told.afterMillis()))
                    : new ProviderFailure(failure, message);
        }
        return told;
    }

    private static ProviderFailure lost(IOException e) {
        return new ProviderFailure(Kind.UNKNOWN_OUTCOME, "the answer was lost: " + e.getMessage(), e);
    }

    @Override
    public void describe(Map<String, String> labels, Consumer<List<Instance>> page) {
        Ask ask = ask(Op.LIST, null, null, labels, null, Set.of());
        try (Socket socket = connect(ask)) {
            BufferedReader reader = Wire.reader(socket);
            for (Told told = answered(reader); !told.done(); told = answered(reader)) {
                page.accept(told.instances().stream()
                        .map(Told.Seen::instance)
                        .filter(it -> it.labels().entrySet().containsAll(labels.entrySet()))
                        .toList());
            }
        } catch (IOException e) {
            throw new ProviderFailure(Kind.RETRYABLE, "the listing is not whole: " + e.getMessage(), e);
        }
    }

    @Override
    public Watch watch(Consumer<Instance> changed) {
        Thread thread = Thread.ofVirtual().name("watch " + name).start(() -> follow(changed));
        return thread::interrupt;
    }

    private void follow(Consumer<Instance> changed) {
        while (!Thread.currentThread().isInterrupted()) {
            try (Socket socket = connect(ask(Op.WATCH, null, null, Map.of(), null, Set.of()))) {
                BufferedReader reader = Wire.reader(socket);
                while (true) {
                    answered(reader).instances().stream()
                            .map(Told.Seen::instance)
                            .forEach(changed);
                }
            } catch (IOException | ProviderFailure e) {
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(Duration.ofMillis(500));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Ask ask(
            Op op,
            @Nullable Token token,
            @Nullable ProviderId id,
            Map<String, String> labels,
            @Nullable String logicalId,
            Set<String> keys) {
        return new Ask(
                op,
                name,
                database,
                token == null ? null : token.value(),
                id == null ? null : id.value(),
                labels,
                logicalId,
                keys);
    }
}
