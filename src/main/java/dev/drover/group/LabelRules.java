package dev.drover.group;

import dev.drover.provider.Findings;
import dev.drover.provider.LabelRule;

/** Labels that every provider can carry, and that are not Drover's own. */
record LabelRules() implements Rule {
    @Override
    public void check(Declaration spec, Findings findings) {
        LabelRule.check(spec.at("/labels"), "/labels", findings);
    }
}
