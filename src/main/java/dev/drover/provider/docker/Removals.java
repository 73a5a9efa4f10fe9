package dev.drover.provider.docker;

import com.github.dockerjava.api.command.InspectVolumeResponse;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.drover.provider.spi.Labels;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.provider.spi.ProviderId;
import dev.drover.provider.spi.Token;
import java.util.List;
import java.util.Map;

/**
 * Removes the volumes of containers that went for good. A volume cannot go before its container, and then the container says nothing any
 * more: so an empty volume is made first whose labels say what is to be removed, and goes last. Whoever finds one whose container is gone
 * finishes it.
 */
final class Removals {
    private static final System.Logger LOG = System.getLogger(Removals.class.getName());
    private static final String NAME = "drover-removal-";
    private static final String CONTAINER = "drover.docker.container";
    private static final String VOLUMES = "drover.docker.volumes";
    // A volume's name cannot hold it.
    private static final String SEPARATOR = ",";

    private final Engine engine;
    private final Containers containers;

    Removals(Engine engine, Containers containers) {
        this.engine = engine;
        this.containers = containers;
    }

    /** Writes down what is to be removed once this container is gone. Repeating it changes nothing. */
    void intend(String container, Token token, Map<String, String> labels) {
        List<String> volumes = Imprint.read(labels).removed();
        if (!volumes.isEmpty()) {
            engine.tell(client -> client.createVolumeCmd()
                    .withName(NAME + token)
                    .withLabels(Map.of(
                            CONTAINER,
                            container,
                            VOLUMES,
                            String.join(SEPARATOR, volumes),
                            Labels.OWNER,
                            labels.getOrDefault(Labels.OWNER, "")))
                    .exec());
        }
    }

    /** Finishes what can be finished. What fails is left for the next time. */
    void finish() {
        try {
            List<InspectVolumeResponse> intended = engine.ask(client -> client.listVolumesCmd()
                            .withFilter("label", List.of(VOLUMES))
                            .exec())
                    .getVolumes();
            if (intended != null) {
                intended.forEach(this::finish);
            }
        } catch (DockerException | ProviderFailure e) {
            LOG.log(System.Logger.Level.INFO, "volumes are removed after a later listing: " + e.getMessage());
        }
    }

    private void finish(InspectVolumeResponse intended) {
        Map<String, String> labels = intended.getLabels();
        String container = labels.getOrDefault(CONTAINER, "");
        if (containers.inspected(new ProviderId(container)).isPresent()) {
            return;
        }
        for (String volume : labels.getOrDefault(VOLUMES, "").split(SEPARATOR, -1)) {
            remove(volume);
        }
        remove(intended.getName());
    }

    /** One that another container has by now is somebody's again, and stays. */
    private void remove(String volume) {
        try {
            engine.tell(client -> client.removeVolumeCmd(volume).exec());
        } catch (NotFoundException e) {
            // Removed before.
        } catch (DockerException e) {
            if (!EngineAnswer.of(e).isConflict()) {
                throw e;
            }
        }
    }
}
