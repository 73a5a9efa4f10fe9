package dev.drover.provider.docker;

import dev.drover.provider.spi.InstanceProvider;
import dev.drover.provider.spi.InstanceProviderType;
import dev.drover.provider.spi.ProviderSettings;

/** {@code drover.providers.<name>.type: docker}: one engine. Several engines are several providers. */
public final class DockerProviderType implements InstanceProviderType {
    @Override
    public String type() {
        return "docker";
    }

    @Override
    public InstanceProvider create(ProviderSettings settings) {
        return new DockerProvider(
                settings.stateDirectory().toAbsolutePath().normalize(), EngineSettings.of(settings.settings()));
    }
}
