package dev.drover.group;

import dev.drover.body.Shown;
import dev.drover.provider.Findings;
import dev.drover.provider.Suggestion;
import dev.drover.spec.GroupName;
import dev.drover.spec.MemberId;
import dev.drover.spec.TemplateContext;
import dev.drover.spec.Templates;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Templates use what there is.
 *
 * @param ports the member's ports; empty if they are not known now
 * @param labels the group's labels and the flavor's tags; empty if they are not known now
 */
record TemplateRules(Optional<Map<String, Integer>> ports, Optional<Map<String, String>> labels) implements Rule {
    private static final MemberId SOME_MEMBER = new MemberId(new GroupName("group"), 0);

    @Override
    public void check(Declaration spec, Findings findings) {
        var known = known(spec.has("/allocation/logicalIds"));
        check(spec, "/instance/properties", known, ports.isEmpty(), findings);
        check(spec, "/flavor/properties", known, ports.isEmpty(), findings);
        var probed = new TreeSet<>(known);
        probed.addAll(TemplateContext.OF_INSTANCES);
        // A probe asks what is there: a provider that chooses ports itself has chosen by then.
        boolean anyPort = ports.orElse(Map.of()).isEmpty();
        check(spec, "/health/command", probed, anyPort, findings);
        check(spec, "/health/http/path", probed, anyPort, findings);
    }

    private void check(Declaration spec, String part, Set<String> known, boolean anyPort, Findings findings) {
        var scan = Templates.scan(spec.at(part));
        scan.flaws().forEach(flaw -> findings.add(part + flaw.pointer(), flaw.message()));
        Map<String, String> unknown = new TreeMap<>();
        for (var use : scan.uses()) {
            String variable = use.variable();
            if (!known.contains(variable) && !(anyPort && variable.startsWith("ports.")) && !anyLabel(variable)) {
                unknown.merge(use.pointer(), sentence(variable, known), (one, other) -> one + " " + other);
            }
        }
        unknown.forEach((pointer, message) -> findings.add(part + pointer, message));
    }

    private Set<String> known(boolean pets) {
        var context = new TemplateContext(
                SOME_MEMBER, 0, pets ? "pet" : null, ports.orElse(Map.of()), labels.orElse(Map.of()), 0);
        return context.variables().keySet();
    }

    private boolean anyLabel(String variable) {
        return labels.isEmpty() && variable.startsWith("labels.");
    }

    private static String sentence(String variable, Set<String> known) {
        if (variable.equals("member.logicalId")) {
            return "the variable 'member.logicalId' is there for groups with logical ids only";
        }
        return "the variable " + Shown.text(variable) + " is unknown" + Suggestion.sentence(variable, known);
    }
}
