package dev.drover.instance;

import dev.drover.instance.AdoptionWish.Wanted;
import dev.drover.member.Adoption;
import dev.drover.provider.Findings;
import dev.drover.provider.Flavors;
import dev.drover.provider.spi.Instance;
import dev.drover.spec.GroupSpec;
import dev.drover.spec.MemberId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Decides which members instances become, within a transaction that has read the group. */
@Component
class Prospects {
    private final AdoptionFacts facts;
    private final Flavors flavors;

    Prospects(AdoptionFacts facts, Flavors flavors) {
        this.facts = facts;
        this.flavors = flavors;
    }

    /**
     * The members that all of them become.
     *
     * @param window how far the provider's listings may lag
     * @param listed what the provider holds of ours, by its id
     * @param numbers for new members; those that are taken are passed over
     * @throws dev.drover.web.Problem with everything that is wrong
     */
    Prospect of(
            AdoptingGroup group,
            AdoptionWish wish,
            Duration window,
            Map<String, Instance> listed,
            IntSupplier numbers) {
        List<Instance> wanted = wish.ids().stream()
                .flatMap(it -> Stream.ofNullable(listed.get(it)))
                .toList();
        Map<String, InstancePast> pasts = facts.pasts(group.provider(), window, wanted);
        Places places = facts.places(group.id());
        Findings findings = new Findings();
        group.check(wish.revision(), findings);
        new AdoptionRules(group, listed, pasts, places, findings).check(wish.instances());
        findings.refuse("the body");
        boolean drains = drains(group.spec().flavor());
        List<Adoption> adoptions = new ArrayList<>();
        for (Wanted it : wish.instances()) {
            Instance instance = Objects.requireNonNull(listed.get(it.id()));
            InstancePast past = Objects.requireNonNull(pasts.get(it.id()));
            adoptions.add(new Adoption(
                    new MemberId(group.name(), places.number(numbers)),
                    places.index(it.logicalId(), past.index()),
                    it.logicalId(),
                    group.revision(),
                    group.provider(),
                    instance,
                    Objects.requireNonNull(TokenIds.of(instance.token())),
                    drains,
                    group.outdates(),
                    past.words()));
        }
        return new Prospect(group, adoptions);
    }

    /** A flavor that is not configured here may have something to stop. */
    boolean drains(GroupSpec.Part flavor) {
        return flavors.flavor(flavor.provider())
                .map(it -> it.drains(flavor.properties()))
                .orElse(true);
    }
}
