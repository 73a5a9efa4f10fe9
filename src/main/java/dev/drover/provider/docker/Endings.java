package dev.drover.provider.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import dev.drover.provider.spi.InstanceProvider.Destroyed;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.provider.spi.ProviderId;
import dev.drover.provider.spi.Token;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ends containers: asked to stop, given their time, and removed. That they are to end is in their name, so that whoever lists them goes
 * on with it if this Drover is killed.
 */
final class Endings {
    private static final System.Logger LOG = System.getLogger(Endings.class.getName());

    private final Engine engine;
    private final Containers containers;
    private final Removals removals;
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();

    Endings(Engine engine, Containers containers, Removals removals) {
        this.engine = engine;
        this.containers = containers;
        this.removals = removals;
    }

    /** Begins to end a container; what does not run any more is removed at once. */
    Destroyed end(ProviderId id, Token token, boolean forGood) {
        Optional<InspectContainerResponse> found = containers.inspected(id).filter(it -> Containers.carries(it, token));
        if (found.isEmpty()) {
            if (forGood) {
                removals.finish();
            }
            return Destroyed.GONE_ALREADY;
        }
        InspectContainerResponse container = found.get();
        try {
            if (forGood) {
                removals.intend(id.value(), token, Containers.labels(container));
            }
            mark(container, token);
            if (Boolean.TRUE.equals(container.getState().getRunning())) {
                goOn(id.value());
            } else {
                remove(id.value());
            }
        } catch (NotFoundException e) {
            return Destroyed.GONE_ALREADY;
        } catch (DockerException e) {
            throw EngineAnswer.of(e).failure("the engine does not end the container");
        }
        return Destroyed.ACCEPTED;
    }

    /** Goes on with one that is to end, unless this Drover is at it. The time that it is given begins anew. */
    void goOn(String id) {
        if (underWay.add(id)) {
            Thread.ofVirtual().name("docker-ending").start(() -> stopAndRemove(id));
        }
    }

    private void stopAndRemove(String id) {
        try {
            stop(id);
            remove(id);
        } catch (NotFoundException e) {
            // Gone: that was the aim.
        } catch (DockerException | ProviderFailure e) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "a container did not end yet, and is ended after the next listing: " + e.getMessage());
        } finally {
            underWay.remove(id);
        }
    }

    /** Blocks for as long as the container was promised; the engine kills it then. */
    private void stop(String id) {
        try {
            engine.tell(client -> client.stopContainerCmd(id).exec());
        } catch (NotModifiedException e) {
            // It had stopped.
        }
    }

    /** Volumes without a name are nobody's afterwards. Those with one stay. */
    private void remove(String id) {
        try {
            engine.tell(client -> client.removeContainerCmd(id)
                    .withForce(true)
                    .withRemoveVolumes(true)
                    .exec());
        } catch (ConflictException e) {
            // Its removal is in progress already.
            return;
        }
        removals.finish();
    }

    private void mark(InspectContainerResponse container, Token token) {
        if (!ContainerName.isEnding(container.getName())) {
            engine.tell(client -> client.renameContainerCmd(container.getId())
                    .withName(ContainerName.ending(token))
                    .exec());
        }
    }
}
