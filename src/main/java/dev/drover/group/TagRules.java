package dev.drover.group;

import dev.drover.body.Shown;
import dev.drover.provider.Findings;
import dev.drover.provider.LabelRule;
import dev.drover.provider.Pointers;
import java.util.Map;
import java.util.TreeMap;

/**
 * Labels of the group and tags of its flavor end up side by side on the instance.
 *
 * @param tags what the flavor puts on every instance
 */
record TagRules(Map<String, String> tags) implements Rule {
    private static final String FLAVOR = "/flavor/properties";

    @Override
    public void check(Declaration spec, Findings findings) {
        var labels = spec.at("/labels");
        new TreeMap<>(tags).forEach((key, value) -> {
            if (labels.has(key)) {
                findings.add(
                        Pointers.child("/labels", key),
                        "the flavor sets " + Shown.text(key) + " as well: remove one of the two");
            }
            LabelRule.problem(key, value)
                    .ifPresent(message -> findings.add(FLAVOR, "the tag " + Shown.text(key) + ": " + message));
        });
    }
}
