package dev.drover.infrakit;

import java.time.Duration;
import java.util.SortedSet;

/** The plugins of one directory, called by name. Where one listens is looked up for each call, so that it may have moved. */
public record Plugins(PluginDirectory directory, PluginClient client) {
    /** The names of all that is there, whether it listens or not. */
    public SortedSet<String> names() {
        return directory.names();
    }

    /**
     * Asks a plugin, and answers what it answered.
     *
     * @param params an object with the fields of the question
     * @throws CallFailed if there is no answer, none that can be read, or one that tells of a failure
     */
    public <T> T call(String plugin, String method, Object params, Class<T> shape, Duration timeout) {
        return client.call("plugin '" + plugin + "'", directory.endpoint(plugin), method, params, shape, timeout);
    }

    /**
     * Asks a plugin what it offers.
     *
     * @param timeout of each question; older plugins are asked up to three
     * @throws CallFailed if it does not answer, or is none
     */
    public Interfaces interfaces(String plugin, Duration timeout) {
        return new Handshake(new Handshake.Asked() {
                    @Override
                    public <T> T call(String method, Object params, Class<T> shape) {
                        return Plugins.this.call(plugin, method, params, shape, timeout);
                    }
                })
                .interfaces();
    }
}
