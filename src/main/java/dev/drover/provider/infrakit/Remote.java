package dev.drover.provider.infrakit;

import dev.drover.infrakit.CallFailed;
import dev.drover.infrakit.PluginName;
import dev.drover.infrakit.Plugins;
import dev.drover.provider.spi.ProviderFailure;
import java.time.Duration;

/** One object of one plugin. */
record Remote(PluginName name, Plugins plugins, PluginSettings settings) {
    String type() {
        return name.type();
    }

    /** @throws CallFailed as {@link Plugins#call} */
    <T> T call(String method, Object params, Class<T> shape, Duration timeout) {
        return plugins.call(name.plugin(), method, params, shape, timeout);
    }

    /** Asks what changes nothing, so that whatever goes wrong, nothing happened. */
    <T> T ask(String method, Object params, Class<T> shape) {
        try {
            return call(method, params, shape, settings.callTimeout());
        } catch (CallFailed e) {
            throw failed(ProviderFailure.Kind.RETRYABLE, e);
        }
    }

    static ProviderFailure failed(ProviderFailure.Kind kind, CallFailed failure) {
        return new ProviderFailure(kind, String.valueOf(failure.getMessage()), failure);
    }
}
