package dev.drover.instance;

import static dev.drover.instance.AdoptionWish.pointer;

import dev.drover.body.Shown;
import dev.drover.instance.AdoptionWish.Wanted;
import dev.drover.provider.Findings;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.LogicalId;
import dev.drover.provider.spi.Phase;
import dev.drover.provider.spi.Token;
import dev.drover.spec.MemberId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says of every instance that a group is to take over why it cannot be. */
final class AdoptionRules {
    private final AdoptingGroup group;
    private final Map<String, Instance> listed;
    private final Map<String, InstancePast> pasts;
    private final Places places;
    private final Findings findings;
    private final Map<String, Integer> ids = new HashMap<>();
    private final Map<Token, Integer> tokens = new HashMap<>();
    private final Map<LogicalId, Integer> pets = new HashMap<>();

    /** @param listed what the provider holds of ours, by its id */
    AdoptionRules(
            AdoptingGroup group,
            Map<String, Instance> listed,
            Map<String, InstancePast> pasts,
            Places places,
            Findings findings) {
        this.group = group;
        this.listed = listed;
        this.pasts = pasts;
        this.places = places;
        this.findings = findings;
    }

    void check(List<Wanted> wanted) {
        for (int position = 0; position < wanted.size(); position++) {
            Wanted it = wanted.get(position);
            Integer before = ids.putIfAbsent(it.id(), position);
            if (before == null) {
                check(pointer(position), it, position);
            } else {
                findings.add(pointer(position), "is named twice, at " + pointer(before) + " too");
            }
        }
    }

    private void check(String pointer, Wanted wanted, int position) {
        Instance instance = listed.get(wanted.id());
        if (instance == null) {
            findings.add(
                    pointer,
                    ("provider '%s' has no instance %s with our owner label, and what belongs to others is never touched;"
                                    + " GET /v1/providers/%s/instances?orphans=true lists what can be adopted")
                            .formatted(group.provider(), Shown.text(wanted.id()), group.provider()));
        } else {
            instance(instance, position).ifPresent(it -> findings.add(pointer, it));
        }
        logicalId(pointer, wanted.logicalId(), position);
    }

    private Optional<String> instance(Instance instance, int position) {
        Token token = instance.token();
        if (token == null) {
            return Optional.of("carries no token, so that nobody can tell it from another that has its id later");
        }
        if (TokenIds.of(token) == null) {
            return Optional.of("carries a token that is none of ours: " + Shown.text(token.value()));
        }
        if (instance.phase() == Phase.STOPPED || instance.phase() == Phase.GONE) {
            return Optional.of("is not running: its provider says "
                    + instance.phase()
                    + (instance.detail() == null ? "" : ", " + instance.detail()));
        }
        Integer before = tokens.putIfAbsent(token, position);
        if (before != null) {
            return Optional.of("carries the same token as " + pointer(before) + ": one of them is a copy");
        }
        return past(pasts.get(instance.id().value()));
    }

    static Optional<String> past(@Nullable InstancePast past) {
        if (past == null) {
            return Optional.empty();
        }
        if (past.holder() != null) {
            String member = past.holder().toString();
            return Optional.of("belongs to member " + member + " of group "
                    + past.holder().group() + ": detach it first, with POST /v1/members/" + member + "/detach");
        }
        if (past.over()) {
            return Optional.of("carries the token of a member that has ended, so that it should not be there any more:"
                    + " destroy it by hand");
        }
        if (past.destroyed()) {
            return Optional.of("was to be destroyed, by hand or because nobody knew of it, and may be gone any moment");
        }
        if (past.unlabelled()) {
            return Optional.of(
                    "was let go, and its labels are being taken away: ask again in a minute, if it still has them");
        }
        return past.underWay()
                ? Optional.of("is still being made by hand: ask again when that call is answered")
                : Optional.empty();
    }

    private void logicalId(String pointer, @Nullable LogicalId id, int position) {
        String place = pointer + "/logicalId";
        if (!group.pets()) {
            if (id != null) {
                findings.add(place, "cannot be given: the group has no logical ids");
            }
            return;
        }
        if (id == null) {
            findings.add(
                    pointer,
                    "has to say which of the group's logical ids it is: {\"id\": ..., \"logicalId\": \""
                            + group.firstPet() + "\"}");
            return;
        }
        Integer before = pets.putIfAbsent(id, position);
        if (before != null) {
            findings.add(place, "is given twice, at " + pointer(before) + " too");
        } else if (!group.declares(id)) {
            findings.add(place, "the group declares no logical id " + Shown.text(id.value()));
        } else {
            places.pet(id)
                    .ifPresent(it -> findings.add(
                            place,
                            "there is a member with this logical id, " + new MemberId(group.name(), it)
                                    + ", and two of one are never alive together"));
        }
    }
}
