package dev.drover.provider.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import dev.drover.provider.spi.Labels;
import dev.drover.provider.spi.ProviderId;
import dev.drover.provider.spi.Token;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The containers that an engine has, in whatever state. */
final class Containers {
    // The engine would take names and beginnings of ids too, and what has a slash for another path of its API.
    private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");

    private final Engine engine;

    Containers(Engine engine) {
        this.engine = engine;
    }

    /** Those with all of these labels. One answer of the engine, so that it is whole. */
    List<Container> with(Map<String, String> labels) {
        List<String> filter = labels.entrySet().stream()
                .map(it -> it.getKey() + "=" + it.getValue())
                .toList();
        return listed(filter).stream()
                .filter(it -> Imprint.asked(it.getLabels()).entrySet().containsAll(labels.entrySet()))
                .toList();
    }

    /** Those that a Drover made, whichever. */
    List<Container> made() {
        return listed(List.of(Labels.TOKEN));
    }

    Optional<Container> withToken(Token token) {
        return with(Map.of(Labels.TOKEN, token.value())).stream().findFirst();
    }

    Optional<Container> listed(String id) {
        return engine
                .ask(client -> client.listContainersCmd()
                        .withShowAll(true)
                        .withFilter("id", List.of(id))
                        .exec())
                .stream()
                .filter(it -> it.getId().equals(id))
                .findFirst();
    }

    Optional<InspectContainerResponse> inspected(ProviderId id) {
        if (!ID.matcher(id.value()).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    engine.ask(client -> client.inspectContainerCmd(id.value()).exec()));
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    /** The container of this name, whoever made it. */
    Optional<InspectContainerResponse> named(String name) {
        try {
            return Optional.of(
                    engine.ask(client -> client.inspectContainerCmd(name).exec()));
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    static boolean carries(InspectContainerResponse container, Token token) {
        return token.value().equals(labels(container).get(Labels.TOKEN));
    }

    static Map<String, String> labels(InspectContainerResponse container) {
        Map<String, String> labels = container.getConfig().getLabels();
        return labels == null ? Map.of() : labels;
    }

    private List<Container> listed(List<String> labels) {
        return engine.ask(client -> {
            var command = client.listContainersCmd().withShowAll(true);
            return (labels.isEmpty() ? command : command.withLabelFilter(labels)).exec();
        });
    }
}
