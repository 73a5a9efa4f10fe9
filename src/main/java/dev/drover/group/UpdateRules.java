package dev.drover.group;

import dev.drover.provider.Findings;
import dev.drover.spec.Amount;

/** An update needs room, and a pet is never alive twice. */
record UpdateRules() implements Rule {
    private static final String SURGE = "/update/maxSurge";
    private static final String UNAVAILABLE = "/update/maxUnavailable";

    @Override
    public void check(Declaration spec, Findings findings) {
        boolean pets = spec.has("/allocation/logicalIds");
        var surge = spec.amount(SURGE, Amount.count(pets ? 0 : 1)).map(Amount::value);
        var unavailable = spec.amount(UNAVAILABLE, Amount.count(pets ? 1 : 0)).map(Amount::value);
        if (pets) {
            surge.filter(value -> value > 0)
                    .ifPresent(value ->
                            findings.add(SURGE, "must be 0 for a group with logical ids: no two may be alive of one"));
            unavailable
                    .filter(value -> value == 0)
                    .ifPresent(value -> findings.add(
                            UNAVAILABLE,
                            "must not be 0 for a group with logical ids: the old one goes before the new one comes"));
        } else if (surge.isPresent() && unavailable.isPresent() && surge.get() == 0 && unavailable.get() == 0) {
            findings.add("/update", "maxSurge and maxUnavailable must not both be 0: an update needs room");
        }
    }
}
