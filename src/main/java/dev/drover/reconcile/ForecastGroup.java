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
        return outlook(intended, state(intended));
    }

    /** The group as if it were declared, in the caller's transaction. */
    Imagined state(Intended intended) {
        String name = intended.spec().name().value();
        return intended.isNew()
                ? first(intended)
                : groups.look(name)
                        .map(it -> again(intended, it))
                        .orElseThrow(() -> new IllegalStateException("group " + name + " is not there any more"));
    }

    private Imagined first(Intended intended) {
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
        return new Imagined(state, now);
    }

    private Imagined again(Intended intended, Loaded loaded) {
        GroupState state = loaded.state();
        if (!intended.changes()) {
            return new Imagined(state, loaded.now());
        }
        Map<String, ProviderState> known = new HashMap<>(state.providers());
        String provider = intended.spec().instance().provider();
        if (!known.containsKey(provider)) {
            known.putAll(providers.of(List.of(provider), List.of()));
        }
        return new Imagined(
                state.declaredAnew(
                        IntendedState.declared(intended, state.declared().lastGood(), loaded.now()), known),
                loaded.now());
    }

    /** A group as it is not, or not yet. */
    record Imagined(GroupState state, Instant now) {}

    private static Outlook outlook(Intended intended, Imagined group) {
        return effort -> ForecastViews.of(intended, Forecast.of(group.state(), group.now(), limit(effort)));
    }

    static int limit(Effort effort) {
        return switch (effort) {
            case GLANCE -> Forecast.GLANCE;
            case THOROUGH -> Forecast.THOROUGH;
        };
    }
}
