package dev.drover.instance;

import dev.drover.provider.ConfiguredProvider;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.Phase;
import dev.drover.provider.spi.Token;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a provider holds that somebody else made for a group.
 *
 * @param instances those that run before those that start, and by their ids
 */
public record Foreigners(ConfiguredProvider provider, Marks marks, List<Instance> instances) {
    public Foreigners {
        instances = instances.stream()
                .sorted(Comparator.comparing(Instance::phase, Comparator.comparingInt(Foreigners::order))
                        .thenComparing(it -> it.id().value()))
                .toList();
    }

    private static int order(Phase phase) {
        return switch (phase) {
            case RUNNING -> 0;
            case STARTING -> 1;
            case STOPPED -> 2;
            case GONE -> 3;
        };
    }

    /** Those that can become members: they have a token. */
    List<String> ids() {
        return instances.stream()
                .filter(it -> it.token() != null)
                .map(it -> it.id().value())
                .toList();
    }

    List<String> tokens() {
        return instances.stream()
                .flatMap(it -> Stream.ofNullable(it.token()))
                .map(Token::value)
                .toList();
    }

    /** The same, with those that were labelled meanwhile as they are now. */
    Foreigners labelled(Map<String, Instance> now) {
        return new Foreigners(
                provider,
                marks,
                instances.stream()
                        .map(it -> now.getOrDefault(it.id().value(), it))
                        .toList());
    }
}
