package dev.drover.provider.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Container;
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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** Containers of one Docker Engine. Why labels cannot change, and how a container ends, is decision 0044. Thread-safe. */
final class DockerProvider implements InstanceProvider {
    private static final int PAGE = 100;
    private static final int CALLS = 16;

    private final Path stateDirectory;
    private final EngineSettings settings;
    private final Engine engine;
    private final Containers containers;
    private final Births births;
    private final Endings endings;
    private final Report report;
    private final Removals removals;

    DockerProvider(Path stateDirectory, EngineSettings settings) {
        this.stateDirectory = stateDirectory;
        this.settings = settings;
        this.engine = new Engine(settings);
        this.containers = new Containers(engine);
        this.removals = new Removals(engine, containers);
        this.births = new Births(engine, containers, removals);
        this.endings = new Endings(engine, containers, removals);
        this.report = new Report(engine, containers);
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(
                true, true, false, true, settings.isLocal(), true, settings.createTimeout(), Duration.ZERO, CALLS);
    }

    @Override
    public String host() {
        try {
            Files.createDirectories(stateDirectory);
            return HostId.of(stateDirectory).value();
        } catch (IOException | UncheckedIOException e) {
            throw new ProviderFailure(
                    Kind.RETRYABLE, "the state directory " + stateDirectory + " cannot be used: " + e.getMessage(), e);
        }
    }

    @Override
    public JsonNode schema() {
        return Schema.PROPERTIES;
    }

    @Override
    public List<Violation> validate(JsonNode properties) {
        return PropertyRules.violations(properties);
    }

    @Override
    public Map<String, Integer> ports(JsonNode properties, int index) {
        return NamedPort.known(properties, index);
    }

    @Override
    public Instance provision(ProvisionRequest request) {
        RequestRules.refuseBroken(request);
        return answered(() -> report.instance(births.provision(request)));
    }

    /** One that nobody started, because Drover was killed in between, is started. */
    @Override
    public Optional<Instance> find(Token token) {
        return answered(() -> containers.withToken(token).flatMap(this::started).map(report::instance));
    }

    private Optional<Container> started(Container container) {
        if (Report.isEnding(container)) {
            return Optional.of(container);
        }
        try {
            return Optional.of(births.started(container));
        } catch (ProviderFailure e) {
            return containers.listed(container.getId());
        }
    }

    /** The labels of a container are those that it was made with. */
    @Override
    public void label(ProviderId id, Map<String, String> labels) {
        Map<String, String> has = answered(() -> containers.inspected(id))
                .map(InspectContainerResponse::getConfig)
                .map(it -> Imprint.asked(it.getLabels()))
                .orElseThrow(() -> new ProviderFailure(Kind.REJECTED, "there is no container " + id + " any more"));
        List<String> others = labels.entrySet().stream()
                .filter(it -> !it.getValue().equals(has.get(it.getKey())))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        if (!others.isEmpty()) {
            throw new ProviderFailure(
                    Kind.REJECTED,
                    "a container keeps the labels that it was made with, and these would be others: "
                            + String.join(", ", others) + "; a member that is recreated has them");
        }
    }

    @Override
    public Destroyed destroy(ProviderId id, Token token, DestroyReason reason) {
        return answered(() -> endings.end(id, token, reason == DestroyReason.FOR_GOOD));
    }

    @Override
    public void describe(Map<String, String> labels, Consumer<List<Instance>> page) {
        List<Instance> found = answered(() -> containers.with(labels).stream()
                .map(this::goneOnWith)
                .map(report::instance)
                .toList());
        removals.finish();
        for (int from = 0; from < found.size(); from += PAGE) {
            page.accept(found.subList(from, Math.min(found.size(), from + PAGE)));
        }
    }

    /** Whoever began to end it may have been killed since. */
    private Container goneOnWith(Container container) {
        if (Report.isEnding(container)) {
            endings.goOn(container.getId());
        }
        return container;
    }

    @Override
    public Watch watch(Consumer<Instance> changed) {
        return EventWatch.start(engine, containers, report, changed);
    }

    /** Who changes something says itself what an error means. What is left here is an error of a question. */
    private static <T> T answered(Supplier<T> call) {
        try {
            return call.get();
        } catch (DockerException e) {
            throw new ProviderFailure(
                    Kind.RETRYABLE,
                    "the engine does not answer as it should: "
                            + EngineAnswer.of(e).words(),
                    e);
        }
    }
}
