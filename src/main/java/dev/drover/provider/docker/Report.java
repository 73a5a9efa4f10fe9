package dev.drover.provider.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.ContainerPort;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.Labels;
import dev.drover.provider.spi.Phase;
import dev.drover.provider.spi.ProviderId;
import dev.drover.provider.spi.Token;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Tells what the engine shows of a container. */
final class Report {
    private static final int SIGNALLED = 128;
    private static final int HIGHEST_SIGNAL = 64;
    private static final long KILLED = 137;
    private static final int LOOKS = 4;
    private static final Duration LOOK = Duration.ofMillis(25);
    private static final String HOST = "host";

    private final Engine engine;
    private final Containers containers;

    Report(Engine engine, Containers containers) {
        this.engine = engine;
        this.containers = containers;
    }

    Instance instance(Container container) {
        return instance(container, phase(container));
    }

    /** The same of a container that has ended, whatever a listing still says. */
    Instance afterDeath(Container container) {
        return instance(container, isEnding(container) ? Phase.RUNNING : Phase.STOPPED);
    }

    private Instance instance(Container container, Phase phase) {
        Map<String, String> labels = Imprint.asked(container.getLabels());
        Imprint imprint = Imprint.read(container.getLabels() == null ? Map.of() : container.getLabels());
        String token = labels.get(Labels.TOKEN);
        return new Instance(
                new ProviderId(container.getId()),
                token == null || token.isBlank() ? null : new Token(token),
                labels,
                phase,
                addresses(container, imprint),
                ports(container, imprint),
                detail(container, phase));
    }

    static boolean isEnding(Container container) {
        return container.getNames() != null
                && Arrays.stream(container.getNames()).anyMatch(ContainerName::isEnding);
    }

    /** One that is to end counts as running until it is gone. */
    private static Phase phase(Container container) {
        return switch (String.valueOf(container.getState())) {
            case "created" -> Phase.STARTING;
            case "exited", "dead" -> isEnding(container) ? Phase.RUNNING : Phase.STOPPED;
            default -> Phase.RUNNING;
        };
    }

    private @Nullable String detail(Container container, Phase phase) {
        if (isEnding(container)) {
            return "stopping";
        }
        return switch (phase) {
            case STARTING -> "created, not started yet";
            case STOPPED -> death(container);
            default -> "running".equals(container.getState()) ? null : container.getState();
        };
    }

    private String death(Container container) {
        String end = containers
                .inspected(new ProviderId(container.getId()))
                .map(this::certain)
                .map(Report::exit)
                .orElse("removed a moment ago");
        String log = LogTail.of(engine, container.getId());
        return log.isEmpty() ? end : end + "; its last output:\n" + log;
    }

    /** That the memory was not enough the engine hears a moment after the death. */
    private InspectContainerResponse certain(InspectContainerResponse container) {
        InspectContainerResponse latest = container;
        for (int look = 0; look < LOOKS && mayBeOutOfMemory(latest); look++) {
            LockSupport.parkNanos(LOOK.toNanos());
            latest = containers.inspected(new ProviderId(container.getId())).orElse(latest);
        }
        return latest;
    }

    private static boolean mayBeOutOfMemory(InspectContainerResponse container) {
        Long limit = container.getHostConfig() == null
                ? null
                : container.getHostConfig().getMemory();
        return limit != null
                && limit > 0
                && Long.valueOf(KILLED).equals(container.getState().getExitCodeLong())
                && !Boolean.TRUE.equals(container.getState().getOOMKilled());
    }

    private static String exit(InspectContainerResponse container) {
        InspectContainerResponse.ContainerState state = container.getState();
        long code = Optional.ofNullable(state.getExitCodeLong()).orElse(0L);
        boolean signalled = code > SIGNALLED && code <= SIGNALLED + HIGHEST_SIGNAL;
        String error = state.getError();
        return "exited " + code + (signalled ? " (killed by signal " + (code - SIGNALLED) + ")" : "")
                + (Boolean.TRUE.equals(state.getOOMKilled()) ? ", out of memory" : "")
                + (error == null || error.isBlank() ? "" : ": " + error);
    }

    /** First the one at which the ports are reached. */
    private List<String> addresses(Container container, Imprint imprint) {
        List<String> addresses = new ArrayList<>();
        String mode = mode(container);
        if ((imprint.published() && !imprint.ports().isEmpty()) || HOST.equals(mode)) {
            addresses.add(engine.settings().address());
        }
        Map<String, ContainerNetwork> networks = networks(container);
        add(addresses, networks.get("default".equals(mode) ? "bridge" : mode));
        networks.values().forEach(it -> add(addresses, it));
        return addresses;
    }

    private static void add(List<String> addresses, @Nullable ContainerNetwork network) {
        String address = network == null ? null : network.getIpAddress();
        if (address != null && !address.isBlank() && !addresses.contains(address)) {
            addresses.add(address);
        }
    }

    private static Map<String, Integer> ports(Container container, Imprint imprint) {
        Map<String, Integer> ports = new TreeMap<>();
        imprint.ports().forEach((name, inside) -> {
            Integer port = imprint.published() ? published(container, inside) : number(inside);
            if (port != null) {
                ports.put(name, port);
            }
        });
        return ports;
    }

    private static @Nullable Integer published(Container container, String inside) {
        return container.getPorts() == null
                ? null
                : Arrays.stream(container.getPorts())
                        .filter(it -> inside.equals(it.getPrivatePort() + "/" + it.getType()))
                        .map(ContainerPort::getPublicPort)
                        .filter(it -> it != null && it > 0)
                        .findFirst()
                        .orElse(null);
    }

    private static Integer number(String inside) {
        return Integer.valueOf(inside.substring(0, inside.indexOf('/')));
    }

    private static String mode(Container container) {
        return container.getHostConfig() == null
                ? "default"
                : String.valueOf(container.getHostConfig().getNetworkMode());
    }

    private static Map<String, ContainerNetwork> networks(Container container) {
        return container.getNetworkSettings() == null
                        || container.getNetworkSettings().getNetworks() == null
                ? Map.of()
                : new TreeMap<>(container.getNetworkSettings().getNetworks());
    }
}
