package dev.drover.provider.docker;

import com.github.dockerjava.api.model.ContainerNetwork;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A network that a container is to be in.
 *
 * @param ipv4 a fixed address; null for one that the engine chooses
 * @param ipv6 the same
 */
record NetworkWish(
        String name,
        List<String> aliases,
        @Nullable String ipv4,
        @Nullable String ipv6) {
    static List<NetworkWish> of(JsonNode properties) {
        return properties
                .path("networks")
                .valueStream()
                .map(it -> new NetworkWish(
                        it.path("name").asString(),
                        it.path("aliases").valueStream().map(JsonNode::asString).toList(),
                        text(it, "ipv4"),
                        text(it, "ipv6")))
                .toList();
    }

    private static @Nullable String text(JsonNode network, String key) {
        return network.has(key) ? network.path(key).asString() : null;
    }

    ContainerNetwork endpoint() {
        ContainerNetwork endpoint = new ContainerNetwork().withAliases(aliases);
        return ipv4 == null && ipv6 == null
                ? endpoint
                : endpoint.withIpamConfig(
                        new ContainerNetwork.Ipam().withIpv4Address(ipv4).withIpv6Address(ipv6));
    }
}
