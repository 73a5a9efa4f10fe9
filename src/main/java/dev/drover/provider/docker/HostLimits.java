package dev.drover.provider.docker;

import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.RestartPolicy;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What a container gets of its host, and what not. */
final class HostLimits {
    private static final BigDecimal NANO = BigDecimal.valueOf(1_000_000_000);

    private HostLimits() {}

    /** Never restarted by the engine: whether a member that died comes back, and as what, is the planner's to say. */
    static HostConfig of(JsonNode properties) {
        HostConfig config = HostConfig.newHostConfig()
                .withRestartPolicy(RestartPolicy.noRestart())
                .withInit(properties.path("init").asBoolean(true))
                .withPrivileged(properties.path("privileged").asBoolean(false))
                .withReadonlyRootfs(properties.path("readOnly").asBoolean(false))
                .withMounts(Stream.concat(
                                properties.path("mounts").valueStream().map(HostLimits::mount),
                                AttachedVolume.of(properties).stream().map(AttachedVolume::mount))
                        .toList())
                .withCapAdd(capabilities(properties, "add"))
                .withCapDrop(capabilities(properties, "drop"));
        NetworkWish.of(properties).stream().findFirst().ifPresent(it -> config.withNetworkMode(it.name()));
        resources(config, properties.path("resources"));
        return config;
    }

    private static void resources(HostConfig config, JsonNode resources) {
        if (resources.has("memory")) {
            long memory = Bytes.parse(resources.path("memory").asString());
            config.withMemory(memory).withMemorySwap(memory);
        }
        if (resources.has("memoryReservation")) {
            config.withMemoryReservation(
                    Bytes.parse(resources.path("memoryReservation").asString()));
        }
        if (resources.has("cpus")) {
            config.withNanoCPUs(
                    resources.path("cpus").asDecimal().multiply(NANO).longValue());
        }
        if (resources.has("cpuShares")) {
            config.withCpuShares(resources.path("cpuShares").asInt());
        }
        if (resources.has("cpuset")) {
            config.withCpusetCpus(resources.path("cpuset").asString());
        }
        if (resources.has("pids")) {
            config.withPidsLimit(resources.path("pids").asLong());
        }
        if (resources.has("shm")) {
            config.withShmSize(Bytes.parse(resources.path("shm").asString()));
        }
    }

    private static Mount mount(JsonNode declared) {
        Mount mount = new Mount()
                .withType(
                        switch (declared.path("type").asString()) {
                            case "bind" -> MountType.BIND;
                            case "volume" -> MountType.VOLUME;
                            default -> MountType.TMPFS;
                        })
                .withTarget(declared.path("target").asString())
                .withReadOnly(declared.path("readOnly").asBoolean(false));
        return declared.has("source") ? mount.withSource(declared.path("source").asString()) : mount;
    }

    private static Capability[] capabilities(JsonNode properties, String key) {
        List<Capability> capabilities = properties
                .path("capabilities")
                .path(key)
                .valueStream()
                .map(it -> Capability.valueOf(it.asString()))
                .toList();
        return capabilities.toArray(Capability[]::new);
    }
}
