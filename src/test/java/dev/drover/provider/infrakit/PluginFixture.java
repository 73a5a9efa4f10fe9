package dev.drover.provider.infrakit;

import dev.drover.infrakit.PluginClient;
import dev.drover.infrakit.PluginDirectory;
import dev.drover.infrakit.PluginName;
import dev.drover.infrakit.Plugins;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Calls of the plugins in one directory. */
final class PluginFixture implements AutoCloseable {
    /** Listings of the test plugin do not lag, unless they are told to. */
    static final PluginSettings SETTINGS =
            new PluginSettings(Duration.ofSeconds(20), Duration.ofSeconds(1), Duration.ofSeconds(5), 64);

    private final PluginClient client;
    private final Plugins plugins;

    PluginFixture(Path directory) {
        this(directory, null);
    }

    PluginFixture(Path directory, @Nullable SSLContext trust) {
        this.client = new PluginClient(trust);
        this.plugins = new Plugins(new PluginDirectory(directory), client);
    }

    Plugins plugins() {
        return plugins;
    }

    PluginInstances instances(String name) {
        return instances(name, SETTINGS);
    }

    PluginInstances instances(String name, PluginSettings settings) {
        return new PluginInstances(new Remote(PluginName.parse(name), plugins, settings));
    }

    PluginFlavor flavor(String name) {
        return new PluginFlavor(new Remote(PluginName.parse(name), plugins, SETTINGS));
    }

    @Override
    public void close() {
        client.close();
    }
}
