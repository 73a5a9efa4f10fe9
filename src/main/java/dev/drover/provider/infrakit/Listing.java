package dev.drover.provider.infrakit;

import dev.drover.infrakit.Shapes.Description;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.Labels;
import dev.drover.provider.spi.Phase;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.provider.spi.ProviderId;
import dev.drover.provider.spi.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What an instance plugin shows. A plugin may ignore what it was asked for, or take a tag that is not there for one that fits: every
 * description is looked at here again.
 */
record Listing(Remote plugin) {
    /** Whose an id is. */
    enum Holder {
        IT,
        ANOTHER,
        NOBODY
    }

    /**
     * All instances with all of these tags.
     *
     * @throws ProviderFailure {@link ProviderFailure.Kind#RETRYABLE} if one of them cannot be told from others
     */
    List<Instance> with(Map<String, String> tags) {
        List<Instance> found = new ArrayList<>();
        for (Description it : described(tags)) {
            if (tags(it).entrySet().containsAll(tags.entrySet())) {
                found.add(instance(it));
            }
        }
        return found;
    }

    /** Whether the instance with this id is the one with this token: ids may be used again. */
    Holder holder(ProviderId id, Token token) {
        boolean shown = with(Map.of(Labels.TOKEN, token.value())).stream()
                .anyMatch(it -> it.id().equals(id));
        if (shown) {
            return Holder.IT;
        }
        return described(Map.of()).stream()
                .filter(it -> id.value().equals(it.id()))
                .map(it -> token.value().equals(tags(it).get(Labels.TOKEN)) ? Holder.IT : Holder.ANOTHER)
                .findFirst()
                .orElse(Holder.NOBODY);
    }

    private List<Description> described(Map<String, String> tags) {
        List<Description> answered = plugin.ask(
                        "Instance.DescribeInstances",
                        new Messages.DescribeInstances(plugin.type(), tags, false),
                        Messages.Described.class)
                .descriptions();
        if (answered == null) {
            return List.of();
        }
        return answered.stream().filter(Objects::nonNull).toList();
    }

    private Instance instance(Description it) {
        if (it.id() == null || it.id().isBlank()) {
            throw new ProviderFailure(
                    ProviderFailure.Kind.RETRYABLE,
                    "plugin '" + plugin.name()
                            + "' lists an instance of ours without an ID: the listing cannot be used");
        }
        String token = tags(it).get(Labels.TOKEN);
        return new Instance(
                new ProviderId(it.id()),
                token == null || token.isBlank() ? null : new Token(token),
                tags(it),
                Phase.RUNNING,
                List.of(),
                Map.of(),
                null);
    }

    private static Map<String, String> tags(Description it) {
        return it.tags() == null ? Map.of() : it.tags();
    }
}
