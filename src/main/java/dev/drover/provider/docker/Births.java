package dev.drover.provider.docker;

import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Container;
import dev.drover.provider.spi.Attachment;
import dev.drover.provider.spi.Labels;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.provider.spi.ProviderFailure.Kind;
import dev.drover.provider.spi.ProvisionRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Makes containers: they are created, put into their further networks, and started. Whoever finds one that was not started goes on
 * there, whether Drover was killed in between or somebody else is at it: each step may be done twice.
 */
final class Births {
    private static final Duration SHOWN_WITHIN = Duration.ofSeconds(5);
    private static final Duration SHOWN_EVERY = Duration.ofMillis(20);
    private static final String JOINED = "already exists in network";

    private final Engine engine;
    private final Containers containers;
    private final Images images;
    private final Removals removals;

    Births(Engine engine, Containers containers, Removals removals) {
        this.engine = engine;
        this.containers = containers;
        this.removals = removals;
        this.images = new Images(engine);
    }

    /** The container of this request, started. It may have been there already, and may have ended since. */
    Container provision(ProvisionRequest request) {
        Optional<Container> there = containers.withToken(request.token());
        if (there.isEmpty()) {
            create(request);
            return started(shown(request));
        }
        return started(there.get());
    }

    /** The engine gives a name away before it shows whose it is: another call with this token may be just there. */
    private Container shown(ProvisionRequest request) {
        long begun = System.nanoTime();
        do {
            Optional<Container> there = containers.withToken(request.token());
            if (there.isPresent()) {
                return there.get();
            }
            containers
                    .named(ContainerName.of(request.token()))
                    .filter(it -> !Containers.carries(it, request.token()))
                    .ifPresent(it -> {
                        throw taken(request);
                    });
            pause();
        } while (System.nanoTime() - begun < SHOWN_WITHIN.toNanos());
        throw new ProviderFailure(
                Kind.UNKNOWN_OUTCOME,
                "the name " + ContainerName.of(request.token()) + " is taken, and the engine shows no container of it");
    }

    private static void pause() {
        try {
            Thread.sleep(SHOWN_EVERY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProviderFailure(Kind.UNKNOWN_OUTCOME, "the container was not waited for any longer", e);
        }
    }

    /** The same container, started if nobody did. */
    Container started(Container container) {
        if (!"created".equals(container.getState())) {
            return container;
        }
        try {
            join(container);
            start(container);
        } catch (DockerException e) {
            throw refused(container, EngineAnswer.of(e));
        }
        return containers
                .listed(container.getId())
                .orElseThrow(() -> new ProviderFailure(
                        Kind.UNKNOWN_OUTCOME, "somebody removed the container while it was started"));
    }

    private void create(ProvisionRequest request) {
        Creation creation = new Creation(
                request, images.ready(request.properties()), engine.settings().listen());
        try {
            if (!request.attachments().isEmpty()) {
                // Or a volume that is to go would go between this container's making and a later one's.
                removals.finish();
            }
            request.attachments().forEach(it -> volume(it, request.labels()));
            engine.tell(client -> creation.command(client).exec());
        } catch (ConflictException e) {
            // Another call with this token was first; or the name is somebody else's, which the next look shows.
        } catch (DockerException e) {
            throw EngineAnswer.of(e).failure("the engine makes no container");
        }
    }

    /** One that is there is left as it is. The labels tell a person who looks for what a volume was. */
    private void volume(Attachment attachment, Map<String, String> labels) {
        engine.tell(client -> client.createVolumeCmd()
                .withName(attachment.id())
                .withLabels(labels.entrySet().stream()
                        .filter(it ->
                                it.getKey().equals(Labels.OWNER) || it.getKey().equals(Labels.GROUP))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)))
                .exec());
    }

    private void join(Container container) {
        for (NetworkWish network : Imprint.read(container.getLabels()).networks()) {
            try {
                engine.tell(client -> client.connectToNetworkCmd()
                        .withContainerId(container.getId())
                        .withNetworkId(network.name())
                        .withContainerNetwork(network.endpoint())
                        .exec());
            } catch (DockerException e) {
                if (!EngineAnswer.of(e).words().contains(JOINED)) {
                    throw e;
                }
            }
        }
    }

    private void start(Container container) {
        try {
            engine.tell(client -> client.startContainerCmd(container.getId()).exec());
        } catch (NotModifiedException e) {
            // Somebody else has started it.
        }
    }

    /** What cannot be started is taken away again, so that nothing has happened. Not by force: it may run all the same. */
    private ProviderFailure refused(Container container, EngineAnswer answer) {
        try {
            engine.tell(client -> client.removeContainerCmd(container.getId())
                    .withRemoveVolumes(true)
                    .exec());
        } catch (NotFoundException e) {
            // Somebody else has taken it away.
        } catch (DockerException e) {
            return new ProviderFailure(
                    Kind.UNKNOWN_OUTCOME,
                    "the engine starts no container: " + answer.words() + "; and it does not take it away: "
                            + EngineAnswer.of(e).words());
        }
        return answer.failure("the engine starts no container");
    }

    private static ProviderFailure taken(ProvisionRequest request) {
        return new ProviderFailure(
                Kind.REJECTED,
                "the name " + ContainerName.of(request.token()) + " belongs to a container that Drover did not make");
    }
}
