package dev.drover.provider.fake;

import dev.drover.provider.spi.Capabilities;
import dev.drover.provider.spi.InstanceProvider;
import dev.drover.provider.spi.InstanceProviderType;
import dev.drover.provider.spi.ProviderSettings;
import java.time.Duration;
import java.util.Map;

/**
 * Makes {@link FakeProvider}s of the type {@code fake}. A test finds its own where the application does: in its providers. One
 * with the setting {@code consistency-window} has listings that may lag for so long, and knows no token twice.
 */
public final class FakeProviderType implements InstanceProviderType {
    @Override
    public String type() {
        return "fake";
    }

    @Override
    public InstanceProvider create(ProviderSettings settings) {
        Map<String, String> given = settings.settings();
        return given.containsKey("consistency-window")
                ? new FakeProvider(lagging(Duration.parse(given.get("consistency-window"))))
                : new FakeProvider();
    }

    private static Capabilities lagging(Duration window) {
        return new Capabilities(false, true, true, false, false, false, Duration.ofSeconds(30), window, 16);
    }
}
