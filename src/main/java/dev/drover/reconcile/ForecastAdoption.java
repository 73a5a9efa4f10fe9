package dev.drover.reconcile;

import dev.drover.group.Forecaster;
import dev.drover.group.Intended;
import dev.drover.instance.AdoptionForecaster;
import dev.drover.member.Adoption;
import dev.drover.plan.Bound;
import dev.drover.plan.Call;
import dev.drover.plan.Declared;
import dev.drover.plan.Forecast;
import dev.drover.plan.GroupState;
import dev.drover.plan.Lineage;
import dev.drover.plan.Member;
import dev.drover.plan.ProviderState;
import dev.drover.plan.Wishes;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.provider.spi.Token;
import dev.drover.spec.GroupSpec;
import dev.drover.spec.SpecReader;
import dev.drover.web.Problem;
import dev.drover.web.ProblemType;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Foretells an adoption: the group as it is now, as if the instances were members, and the planner run to its end. */
@Component
class ForecastAdoption implements AdoptionForecaster {
    private final GroupLoader groups;
    private final ProviderLoader providers;
    private final Requests requests;
    private final ForecastGroup declarations;

    ForecastAdoption(GroupLoader groups, ProviderLoader providers, Requests requests, ForecastGroup declarations) {
        this.groups = groups;
        this.providers = providers;
        this.requests = requests;
        this.declarations = declarations;
    }

    @Override
    public Outlook read(GroupSpec spec, List<Adoption> adoptions) {
        Loaded loaded = groups.look(spec.name().value())
                .orElseThrow(() -> new IllegalStateException("group " + spec.name() + " is not there any more"));
        Map<String, ProviderState> known = new HashMap<>(loaded.state().providers());
        known.putAll(providers.of(List.of(spec.instance().provider()), List.of()));
        GroupState joined = loaded.state()
                .joinedBy(adoptions.stream().map(it -> member(it, loaded.now())).toList(), known);
        return () -> foretold(loaded, joined, spec, adoptions);
    }

    @Override
    public Forecaster.Outlook read(Intended intended, List<Adoption> adoptions, boolean named) {
        ForecastGroup.Imagined declared = declarations.state(intended);
        Map<String, ProviderState> known = new HashMap<>(declared.state().providers());
        known.putAll(providers.of(List.of(intended.spec().instance().provider()), List.of()));
        GroupState joined = declared.state()
                .joinedBy(
                        adoptions.stream().map(it -> member(it, declared.now())).toList(), known);
        AdoptedNames names = AdoptedNames.of(named ? adoptions : List.of());
        return effort ->
                ForecastViews.of(intended, names.in(Forecast.of(joined, declared.now(), ForecastGroup.limit(effort))));
    }

    private Foretold foretold(Loaded loaded, GroupState joined, GroupSpec spec, List<Adoption> adoptions) {
        AdoptedNames names = AdoptedNames.of(adoptions);
        Intended declared = declared(loaded);
        Forecast forecast = names.in(Forecast.of(joined, loaded.now(), Forecast.THOROUGH));
        return new Foretold(
                names.inOrder(),
                adoptions.stream()
                        .map(it -> names.in(labels(loaded, declared, spec, it)))
                        .toList(),
                ForecastViews.of(declared, forecast));
    }

    private static Member member(Adoption it, Instant now) {
        return new Member(
                it.member(),
                it.index(),
                it.logicalId(),
                it.revision(),
                it.provider(),
                now,
                Lineage.FIRST,
                new Call(it.token(), Call.State.DONE, 0, false, null, null, null, false, true, null),
                new Bound(
                        now,
                        Duration.ZERO,
                        it.instance().phase(),
                        now,
                        it.instance().detail(),
                        false,
                        null,
                        null,
                        false,
                        null,
                        null),
                null,
                null,
                it.drains(),
                null,
                null,
                0,
                null,
                it.self(),
                new Wishes(false, false, it.anew(), null));
    }

    /** The declaration in force, which stays what it is. */
    private static Intended declared(Loaded loaded) {
        Declared declared = loaded.state().declared();
        JsonNode tree = Objects.requireNonNull(loaded.specs().get(declared.revision()));
        return new Intended(
                declared.generation(),
                tree.asObject(),
                SpecReader.read(loaded.state().group(), tree),
                declared.size(),
                declared.revision(),
                declared.labels(),
                declared.rollback(),
                declared.notValidated(),
                "none");
    }

    private Map<String, String> labels(Loaded loaded, Intended declared, GroupSpec spec, Adoption it) {
        try {
            return requests.labels(
                    new Requests.Subject(
                            it.member(),
                            new Token(it.token().toString()),
                            it.index(),
                            it.logicalId(),
                            it.revision(),
                            declared.size(),
                            loaded.owner(),
                            spec),
                    declared.spec().labels());
        } catch (ProviderFailure e) {
            throw new Problem(ProblemType.PROVIDER_UNREACHABLE, "the labels cannot be told: " + e.getMessage());
        }
    }
}
