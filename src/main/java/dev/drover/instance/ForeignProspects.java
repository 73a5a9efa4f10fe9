package dev.drover.instance;

import dev.drover.group.Intended;
import dev.drover.instance.TakenOver.Verdict;
import dev.drover.member.Adoption;
import dev.drover.provider.Pointers;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.LogicalId;
import dev.drover.provider.spi.Violation;
import dev.drover.spec.MemberId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Decides which instances that somebody else made become members, within a transaction that has read the group. */
@Component
class ForeignProspects {
    private final AdoptionFacts facts;
    private final Prospects prospects;
    private final AdoptionForecaster forecaster;

    ForeignProspects(AdoptionFacts facts, Prospects prospects, AdoptionForecaster forecaster) {
        this.facts = facts;
        this.prospects = prospects;
        this.forecaster = forecaster;
    }

    /** As it would be decided if all got our labels. Equal states give equal answers. */
    TakenOver foreseen(Intended intended, @Nullable Long group, Foreigners foreigners, String owner) {
        AtomicInteger last = new AtomicInteger(MemberId.NUMBERS);
        return of(intended, group, foreigners, owner, last::decrementAndGet, false);
    }

    /** Those without our labels are left alone: nobody could tell them from others that have their ids later. */
    TakenOver decided(Intended intended, @Nullable Long group, Foreigners foreigners, String owner) {
        IntSupplier numbers = () -> ThreadLocalRandom.current().nextInt();
        return of(intended, group, foreigners, owner, numbers, true);
    }

    TakenOver nobody(Intended intended) {
        return new TakenOver(List.of(), List.of(), List.of(), forecaster.read(intended, List.of(), true));
    }

    private TakenOver of(
            Intended intended,
            @Nullable Long group,
            Foreigners foreigners,
            String owner,
            IntSupplier numbers,
            boolean labelled) {
        Marks marks = foreigners.marks();
        Places places = group == null ? Places.none() : facts.places(group);
        Map<String, InstancePast> pasts = facts.pasts(
                foreigners.provider().name(),
                foreigners.provider().capabilities().consistencyWindow(),
                foreigners.instances());
        ForeignRules rules = new ForeignRules(intended.spec(), intended.size(), marks, owner, places, labelled);
        boolean drains = prospects.drains(intended.spec().flavor());
        List<Verdict> verdicts = new ArrayList<>();
        List<Adoption> adoptions = new ArrayList<>();
        List<Violation> doubles = new ArrayList<>();
        for (Instance it : foreigners.instances()) {
            InstancePast past = Objects.requireNonNull(pasts.get(it.id().value()));
            Optional<String> left = rules.left(it, past);
            Optional<LogicalId> pet = rules.logicalId(it);
            verdicts.add(new Verdict(
                    it,
                    marks.hash(it),
                    marks.logicalId(it),
                    left.orElse(null),
                    left.isPresent() && ForeignRules.beside(it, past)));
            if (left.isPresent()) {
                pet.filter(id -> rules.doubles(it, past))
                        .ifPresent(id -> doubles.add(twice(intended, id, it, left.get())));
                continue;
            }
            adoptions.add(new Adoption(
                    new MemberId(intended.spec().name(), places.number(numbers)),
                    places.index(pet.orElse(null), past.index()),
                    pet.orElse(null),
                    intended.revision(),
                    foreigners.provider().name(),
                    it,
                    token(it),
                    drains,
                    false,
                    "made by " + marks.maker()));
        }
        return new TakenOver(verdicts, adoptions, doubles, forecaster.read(intended, adoptions, !labelled));
    }

    /** One that it is going to get stands for itself. */
    private static UUID token(Instance it) {
        UUID token = TokenIds.of(it.token());
        return token == null ? UUID.nameUUIDFromBytes(it.id().value().getBytes(StandardCharsets.UTF_8)) : token;
    }

    private static Violation twice(Intended intended, LogicalId pet, Instance it, String left) {
        List<String> ids = Objects.requireNonNull(intended.spec().allocation().logicalIds());
        return new Violation(
                Pointers.child("/allocation/logicalIds", ids.indexOf(pet.value())),
                "is running as " + it.id() + ", which is not taken over, for " + left
                        + ": one that is made now would be its double. Leave the id out, or see to that instance first");
    }
}
