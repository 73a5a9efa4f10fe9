package dev.drover.provider;

import dev.drover.body.Shown;
import dev.drover.web.Problem;
import dev.drover.web.ProblemType;
import java.util.SortedSet;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Finds the provider that a request names, or says why this replica cannot ask it. */
@Component
public class ReachableProviders {
    private final Providers providers;
    private final JdbcClient jdbc;

    ReachableProviders(Providers providers, JdbcClient jdbc) {
        this.providers = providers;
        this.jdbc = jdbc;
    }

    /**
     * The provider of this name, to make, list and destroy instances.
     *
     * @throws Problem if nobody knows it, if only others have it configured, or if it belongs to another host
     */
    public ConfiguredProvider here(String name) {
        ConfiguredProvider provider = configured(name);
        return providers
                .here(name)
                .orElseThrow(() -> unreachable("provider '" + provider.name()
                        + "' belongs to another host or data folder of this installation,"
                        + " and works from there only: ask the Drover that runs there"));
    }

    /**
     * The provider of this name, to be asked about properties: that it can be from any host.
     *
     * @throws Problem if nobody knows it, or if only others have it configured
     */
    ConfiguredProvider configured(String name) {
        return providers.configured(name).orElseThrow(() -> recorded(name) ? elsewhere(name) : unknown(name));
    }

    /** What a name that nobody knows is answered with. */
    Problem unknown(String name) {
        return unknown("provider", name, providers.names());
    }

    static Problem unknown(String what, String name, SortedSet<String> names) {
        return new Problem(
                ProblemType.NOT_FOUND,
                "no %s %s is configured; %s%s"
                        .formatted(
                                what,
                                Shown.text(name),
                                names.isEmpty() ? "none is" : "configured are " + String.join(", ", names),
                                Suggestion.sentence(name, names)));
    }

    private static Problem elsewhere(String name) {
        return unreachable("provider '" + name + "' is not configured on this replica: ask one that has"
                + " drover.providers." + name + ", or configure it here");
    }

    private static Problem unreachable(String detail) {
        return new Problem(ProblemType.PROVIDER_UNREACHABLE, detail);
    }

    private boolean recorded(String name) {
        return jdbc.sql("select exists (select from provider_state where name = :name)")
                .param("name", name)
                .query(Boolean.class)
                .single();
    }
}
