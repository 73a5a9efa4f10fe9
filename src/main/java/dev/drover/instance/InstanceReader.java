package dev.drover.instance;

import dev.drover.body.Shown;
import dev.drover.provider.ConfiguredProvider;
import dev.drover.provider.ReachableProviders;
import dev.drover.provider.spi.Instance;
import dev.drover.web.Page;
import dev.drover.web.Problem;
import dev.drover.web.ProblemType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What a provider holds of ours, as it is now. */
@Component
class InstanceReader {
    private final ReachableProviders providers;
    private final HeldInstances held;
    private final Standings standings;

    InstanceReader(ReachableProviders providers, HeldInstances held, Standings standings) {
        this.providers = providers;
        this.held = held;
        this.standings = standings;
    }

    /** @param orphans only those without a live member */
    Page<InstanceView> list(String name, boolean orphans, int limit, @Nullable String after) {
        String last = Page.after(after, id -> id).orElse("");
        List<Instance> listed = held.of(providers.here(name)).stream()
                .filter(it -> it.id().value().compareTo(last) > 0)
                .toList();
        // Of orphans nobody knows yet which of them there are, so that all have to be looked at.
        List<Instance> looked =
                orphans ? listed : listed.stream().limit(limit + 1L).toList();
        return Page.of(
                views(name, looked)
                        .filter(it -> !orphans || it.member() == null)
                        .limit(limit + 1L)
                        .toList(),
                limit,
                InstanceView::id,
                it -> it);
    }

    InstanceView one(String name, String id) {
        ConfiguredProvider provider = providers.here(name);
        Instance instance = held.find(provider, id).orElseThrow(() -> none(name, id));
        return view(name, instance);
    }

    InstanceView view(String name, Instance instance) {
        return views(name, List.of(instance)).findFirst().orElseThrow();
    }

    private Stream<InstanceView> views(String name, List<Instance> instances) {
        Map<String, Standing> known = standings.of(name, instances);
        return instances.stream()
                .map(it -> InstanceView.of(
                        it, Objects.requireNonNull(known.get(it.id().value()))));
    }

    static Problem none(String name, String id) {
        return new Problem(
                ProblemType.NOT_FOUND,
                "provider '%s' has no instance %s with our owner label; GET /v1/providers/%s/instances lists those that it has"
                        .formatted(name, Shown.text(id), name));
    }
}
