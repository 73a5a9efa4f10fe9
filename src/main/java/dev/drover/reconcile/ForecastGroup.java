package dev.drover.reconcile;

import dev.drover.group.Forecaster;
import dev.drover.group.Intended;
import dev.drover.plan.Forecast;
import dev.drover.plan.GroupState;
import dev.drover.plan.Orphans;
import dev.drover.plan.Paused;
import dev.drover.plan.ProviderState;
import dev.drover.plan.Template;
import dev.drover.work.DatabaseClock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Foretells a declaration: the group as it is now, as if that had been declared, and the planner run to its end. */
@Component
class ForecastGroup implements Forecaster {
    private final GroupLoader groups;
    private final ProviderLoader providers;
    private final DatabaseClock clock;

    ForecastGroup(GroupLoader groups, ProviderLoader providers, DatabaseClock clock) {
        this.groups = groups;
        this.providers = providers;
        this.clock = clock;
    }

    @Override
    public Outlook read(Intended intended) {
        String name = intended.spec().name().value();
        return intended.isNew()
                ? first(intended)
                : groups.look(name)
                        .map(it -> again(intended, it))
                        .orElseThrow(() -> new IllegalStateException("group " + name + " is not there any more"));
    }

    private Outlook first(Intended intended) {
        Instant now = clock.now();
        String provider = intended.spec().instance().provider();
        GroupState state = new GroupState(
                intended.spec().name(),
                GroupState.Lifecycle.ACTIVE,
                IntendedState.declared(intended, null, now),
                new Template(1, provider),
                null,
                Paused.NOTHING,
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                List.of(),
                providers.of(List.of(provider), List.of()),
                Orphans.NONE,
                null);
        return outlook(intended, state, now);
    }

    private Outlook again(Intended intended, Loaded loaded) {
        GroupState state = loaded.state();
        if (!intended.changes()) {
            return outlook(intended, state, loaded.now());
        }
        Map<String, ProviderState> known = new HashMap<>(state.providers());
        String provider = intended.spec().instance().provider();
        if (!known.containsKey(provider)) {
            known.putAll(providers.of(List.of(provider), List.of()));
        }
        return outlook(
                intended,
                state.declaredAnew(
                        IntendedState.declared(intended, state.declared().lastGood(), loaded.now()), known),
                loaded.now());
    }

    private static Outlook outlook(Intended intended, GroupState state, Instant now) {
        return effort -> ForecastViews.of(intended, Forecast.of(state, now, limit(effort)));
    }

    private static int limit(Effort effort) {
        return switch (effort) {
            case GLANCE -> Forecast.GLANCE;
            case THOROUGH -> Forecast.THOROUGH;
        };
    }
}
