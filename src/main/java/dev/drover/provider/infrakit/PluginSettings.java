package dev.drover.provider.infrakit;

import dev.drover.provider.spi.Capabilities;
import dev.drover.provider.spi.ProviderFailure;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

/** How one plugin is called, see {@link InfrakitSettings}. */
record PluginSettings(Duration createTimeout, Duration consistencyWindow, Duration callTimeout, int calls) {
    static final String PLUGIN = "plugin";
    static final String PLUGINS = "plugins";
    private static final String CREATE_TIMEOUT = "create-timeout";
    private static final String CONSISTENCY_WINDOW = "consistency-window";
    private static final String CALL_TIMEOUT = "call-timeout";
    private static final Set<String> KNOWN = Set.of(PLUGIN, PLUGINS, CREATE_TIMEOUT, CONSISTENCY_WINDOW, CALL_TIMEOUT);

    /** A call is sent within 5 s of its claim, and has to have its answer some time after that. */
    private static final Duration SHORTEST_CREATE = Duration.ofSeconds(6);

    /**
     * The same, with what one provider's settings say otherwise.
     *
     * @throws ProviderFailure {@link ProviderFailure.Kind#REJECTED} with a sentence if they say something impossible
     */
    PluginSettings with(Map<String, String> given) {
        Set<String> unknown = new TreeSet<>(given.keySet());
        unknown.removeAll(KNOWN);
        if (!unknown.isEmpty()) {
            throw rejected("there is no setting " + unknown + ", there are " + new TreeSet<>(KNOWN));
        }
        Duration create = duration(CREATE_TIMEOUT, given.get(CREATE_TIMEOUT), createTimeout);
        if (create.compareTo(SHORTEST_CREATE) < 0) {
            throw rejected(CREATE_TIMEOUT + " must be at least " + SHORTEST_CREATE.toSeconds() + "s");
        }
        return new PluginSettings(
                create,
                duration(CONSISTENCY_WINDOW, given.get(CONSISTENCY_WINDOW), consistencyWindow),
                duration(CALL_TIMEOUT, given.get(CALL_TIMEOUT), callTimeout),
                calls);
    }

    private static Duration duration(String name, @Nullable String given, Duration otherwise) {
        if (given == null) {
            return otherwise;
        }
        try {
            Duration duration = DurationStyle.detectAndParse(given);
            if (duration.isNegative()) {
                throw rejected(name + " must not be negative, it is '" + given + "'");
            }
            return duration;
        } catch (IllegalArgumentException e) {
            throw rejected(name + " must be a duration like 30s, it is '" + given + "'");
        }
    }

    static ProviderFailure rejected(String sentence) {
        return new ProviderFailure(ProviderFailure.Kind.REJECTED, sentence);
    }

    /** InfraKit knows no key of idempotency, no way to take a tag away, and no addresses. */
    Capabilities capabilities() {
        return new Capabilities(false, true, false, false, false, true, createTimeout, consistencyWindow, calls);
    }
}
