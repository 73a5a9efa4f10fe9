package dev.drover.provider.docker;

import dev.drover.provider.spi.ProvisionRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What has to be known of a container after it was made, in a label of its own: whoever finds it, whenever, can go on from there.
 *
 * @param labels the keys of the labels that were asked for; all others came with the image
 * @param ports the port in the container ({@code 80/tcp}) by name
 * @param published whether the engine's host has them too
 * @param networks those besides the first that it has to be in before it is started
 * @param removed the volumes that go with it when it goes for good
 */
record Imprint(
        Set<String> labels,
        Map<String, String> ports,
        boolean published,
        List<NetworkWish> networks,
        List<String> removed) {
    static final String LABEL = "drover.docker";
    private static final Imprint NONE = new Imprint(Set.of(), Map.of(), false, List.of(), List.of());

    static Imprint of(ProvisionRequest request) {
        List<NetworkWish> networks = NetworkWish.of(request.properties());
        return new Imprint(
                new TreeSet<>(request.labels().keySet()),
                new TreeMap<>(NamedPort.of(request.properties(), request.index()).stream()
                        .collect(Collectors.toMap(NamedPort::name, NamedPort::text))),
                NamedPort.arePublished(request.properties()),
                networks.isEmpty() ? networks : networks.subList(1, networks.size()),
                AttachedVolume.of(request.properties()).stream()
                        .filter(AttachedVolume::removed)
                        .map(AttachedVolume::id)
                        .toList());
    }

    /** What a container says; nothing if somebody else made it. */
    static Imprint read(Map<String, String> labels) {
        String text = labels.get(LABEL);
        try {
            return text == null ? NONE : JsonMapper.shared().readValue(text, Imprint.class);
        } catch (JacksonException e) {
            return NONE;
        }
    }

    /** The labels of the container. */
    Map<String, String> on(Map<String, String> asked) {
        Map<String, String> all = new HashMap<>(asked);
        all.put(LABEL, JsonMapper.shared().writeValueAsString(this));
        return all;
    }

    /** The labels that were asked for, of all that a container has. */
    static Map<String, String> asked(@Nullable Map<String, String> all) {
        if (all == null) {
            return Map.of();
        }
        Map<String, String> asked = new HashMap<>(all);
        if (asked.remove(LABEL) != null) {
            asked.keySet().retainAll(read(all).labels());
        }
        return asked;
    }
}
