package dev.drover.provider.fake;

import dev.drover.provider.spi.InstanceProvider;
import dev.drover.provider.spi.InstanceProviderType;
import dev.drover.provider.spi.ProviderSettings;

/** Makes {@link FakeProvider}s of the type {@code fake}. A test finds its own where the application does: in its providers. */
public final class FakeProviderType implements InstanceProviderType {
    @Override
    public String type() {
        return "fake";
    }

    @Override
    public InstanceProvider create(ProviderSettings settings) {
        return new FakeProvider();
    }
}
