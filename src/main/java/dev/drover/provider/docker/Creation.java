package dev.drover.provider.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.model.ContainerConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import dev.drover.provider.spi.Durations;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.provider.spi.ProviderFailure.Kind;
import dev.drover.provider.spi.ProvisionRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The container that a request asks for.
 *
 * @param image as the engine has it
 * @param listen where ports are published unless the request says otherwise
 */
record Creation(ProvisionRequest request, InspectImageResponse image, String listen) {
    CreateContainerCmd command(DockerClient client) {
        JsonNode properties = request.properties();
        List<NamedPort> ports = NamedPort.of(properties, request.index());
        CreateContainerCmd command = client.createContainerCmd(
                        properties.path("image").asString())
                .withName(ContainerName.of(request.token()))
                .withLabels(Imprint.of(request).on(request.labels()))
                .withEnv(env(properties))
                .withExposedPorts(ports.stream().map(NamedPort::exposed).toList())
                .withHostConfig(HostLimits.of(properties).withPortBindings(bindings(ports)))
                .withStopTimeout(stopSeconds(properties));
        program(command);
        network(command);
        given(properties, "user", command::withUser);
        given(properties, "workingDirectory", command::withWorkingDir);
        given(properties, "hostname", command::withHostName);
        given(properties, "stopSignal", command::withStopSignal);
        return command;
    }

    private void program(CreateContainerCmd command) {
        JsonNode properties = request.properties();
        List<String> entrypoint = texts(properties.path("entrypoint"));
        List<String> arguments = texts(properties.path("command"));
        if (!request.init().isEmpty()) {
            command.withEntrypoint(InitScript.before(program(entrypoint, arguments), request.init()));
            return;
        }
        if (!entrypoint.isEmpty()) {
            command.withEntrypoint(entrypoint);
        }
        if (!arguments.isEmpty()) {
            command.withCmd(arguments);
        }
    }

    /** What the engine would run, by its own rule: who names an entrypoint does without the image's command. */
    private List<String> program(List<String> entrypoint, List<String> arguments) {
        ContainerConfig own = image.getConfig();
        List<String> first = entrypoint.isEmpty() && own != null ? texts(own.getEntrypoint()) : entrypoint;
        List<String> rest =
                arguments.isEmpty() && entrypoint.isEmpty() && own != null ? texts(own.getCmd()) : arguments;
        List<String> program = Stream.concat(first.stream(), rest.stream()).toList();
        if (program.isEmpty()) {
            throw new ProviderFailure(
                    Kind.REJECTED, "the image has neither an entrypoint nor a command: name one in the properties");
        }
        return program;
    }

    /** One can be named when a container is made, the others are joined before it is started. */
    private void network(CreateContainerCmd command) {
        NetworkWish.of(request.properties()).stream().findFirst().ifPresent(network -> {
            if (!network.aliases().isEmpty()) {
                command.withAliases(network.aliases());
            }
            if (network.ipv4() != null) {
                command.withIpv4Address(network.ipv4());
            }
            if (network.ipv6() != null) {
                command.withIpv6Address(network.ipv6());
            }
        });
    }

    private Ports bindings(List<NamedPort> ports) {
        Ports bindings = new Ports();
        if (NamedPort.arePublished(request.properties())) {
            String at = request.properties().path("listen").asString(listen);
            ports.forEach(port -> bindings.add(new PortBinding(binding(at, port.hostPort()), port.exposed())));
        }
        return bindings;
    }

    private static Ports.Binding binding(String at, @Nullable Integer port) {
        return port == null ? Ports.Binding.bindIp(at) : Ports.Binding.bindIpAndPort(at, port);
    }

    /** The engine counts in seconds. */
    private static int stopSeconds(JsonNode properties) {
        Duration timeout = Durations.parse(properties.path("stopTimeout").asString("10s"));
        return Math.toIntExact(
                Math.min(Integer.MAX_VALUE, timeout.plusMillis(999).toSeconds()));
    }

    private static List<String> env(JsonNode properties) {
        return properties
                .path("env")
                .propertyStream()
                .map(it -> it.getKey() + "=" + it.getValue().asString())
                .toList();
    }

    private static void given(JsonNode properties, String key, java.util.function.Consumer<String> take) {
        if (properties.has(key)) {
            take.accept(properties.path(key).asString());
        }
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asString).toList();
    }

    private static List<String> texts(String @Nullable [] texts) {
        return texts == null ? List.of() : new ArrayList<>(List.of(texts));
    }
}
