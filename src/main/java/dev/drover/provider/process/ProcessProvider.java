package dev.drover.provider.process;

import dev.drover.provider.spi.Capabilities;
import dev.drover.provider.spi.DestroyReason;
import dev.drover.provider.spi.HostId;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.InstanceProvider;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.provider.spi.ProviderFailure.Kind;
import dev.drover.provider.spi.ProviderId;
import dev.drover.provider.spi.ProvisionRequest;
import dev.drover.provider.spi.Token;
import dev.drover.provider.spi.Violation;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Runs processes on this host. They outlive Drover, and a Drover over the same state directory finds them again. Its
 * constructors touch nothing: a host it cannot work on, or a directory it cannot read, fails the calls. Thread-safe.
 */
public final class ProcessProvider implements InstanceProvider {
    private static final Capabilities CAPABILITIES =
            new Capabilities(true, true, true, true, true, false, Duration.ofSeconds(30), Duration.ZERO, 16);
    private static final Duration ENDED_KEPT = Duration.ofHours(24);

    private final Path stateDirectory;
    private final Path javaBin;
    private final Clock clock;
    private final Duration endedKept;
    private final LogRotation logs;
    private @Nullable Members opened;

    /** Keeps directories of destroyed members for 24 hours, and puts this JVM's own tools on members' PATH. */
    public ProcessProvider(Path stateDirectory) {
        this(stateDirectory, Path.of(System.getProperty("java.home"), "bin"), Clock.systemUTC(), ENDED_KEPT);
    }

    /**
     * @param stateDirectory made if it is not there; nothing else may write in it
     * @param javaBin the last directory of members' PATH
     * @param endedKept how long the directory of a destroyed member is kept, and its token refused
     */
    public ProcessProvider(Path stateDirectory, Path javaBin, Clock clock, Duration endedKept) {
        this(stateDirectory, javaBin, clock, endedKept, new LogRotation());
    }

    ProcessProvider(Path stateDirectory, Path javaBin, Clock clock, Duration endedKept, LogRotation logs) {
        this.stateDirectory = stateDirectory.toAbsolutePath().normalize();
        this.javaBin = javaBin;
        this.clock = clock;
        this.endedKept = endedKept;
        this.logs = logs;
    }

    @Override
    public String host() {
        return hostId().value();
    }

    /** The host whose processes these are. */
    HostId hostId() {
        return failing(Kind.RETRYABLE, () -> {
            members();
            return HostId.of(stateDirectory);
        });
    }

    @Override
    public Capabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public JsonNode schema() {
        return Schema.PROPERTIES;
    }

    @Override
    public List<Violation> validate(JsonNode properties) {
        return Linux.isHere() ? PropertyRules.violations(properties) : List.of(new Violation("", Linux.NEEDED));
    }

    @Override
    public Map<String, Integer> ports(JsonNode properties, int index) {
        return Map.copyOf(ProcessProperties.ports(properties, index));
    }

    @Override
    public Instance provision(ProvisionRequest request) {
        RequestRules.refuseBroken(request);
        Members members = members();
        return failing(Kind.UNKNOWN_OUTCOME, () -> members.provision(request));
    }

    @Override
    public Optional<Instance> find(Token token) {
        return RequestRules.isUsable(token)
                ? failing(Kind.RETRYABLE, () -> members().find(token))
                : Optional.empty();
    }

    @Override
    public void label(ProviderId id, Map<String, String> labels) {
        failing(Kind.RETRYABLE, () -> {
            members().label(id, labels);
            return id;
        });
    }

    @Override
    public void unlabel(ProviderId id, Set<String> keys) {
        failing(Kind.RETRYABLE, () -> {
            members().unlabel(id, keys);
            return id;
        });
    }

    @Override
    public Destroyed destroy(ProviderId id, Token token, DestroyReason why) {
        return RequestRules.isUsable(token)
                ? failing(Kind.RETRYABLE, () -> members().destroy(id, token))
                : Destroyed.GONE_ALREADY;
    }

    @Override
    public void describe(Map<String, String> labels, Consumer<List<Instance>> page) {
        failing(Kind.RETRYABLE, () -> {
            members().describe(labels, page);
            return labels;
        });
    }

    @Override
    public Watch watch(Consumer<Instance> changed) {
        return failing(Kind.RETRYABLE, () -> members().watch(changed));
    }

    private synchronized Members members() {
        Members members = opened;
        if (members == null) {
            Linux.require();
            StateDirectory state = failing(Kind.RETRYABLE, () -> StateDirectory.open(stateDirectory));
            members = new Members(state, javaBin, clock, endedKept, logs);
            opened = members;
        }
        return members;
    }

    private <T> T failing(Kind kind, Supplier<T> call) {
        try {
            return call.get();
        } catch (UncheckedIOException e) {
            throw new ProviderFailure(
                    kind, "the state directory " + stateDirectory + " cannot be used: " + e.getMessage(), e);
        }
    }
}
