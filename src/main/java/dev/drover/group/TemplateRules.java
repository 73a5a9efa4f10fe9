package dev.drover.group;

import dev.drover.body.Shown;
import dev.drover.provider.Findings;
import dev.drover.provider.Suggestion;
import dev.drover.spec.GroupName;
import dev.drover.spec.MemberId;
import dev.drover.spec.TemplateContext;
import dev.drover.spec.Templates;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

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
        for (String part : List.of("/instance/properties", "/flavor/properties")) {
            var scan = Templates.scan(spec.at(part));
            scan.flaws().forEach(flaw -> findings.add(part + flaw.pointer(), flaw.message()));
            Map<String, String> unknown = new TreeMap<>();
            for (var use : scan.uses()) {
                if (!known.contains(use.variable()) && !unknowable(use.variable())) {
                    unknown.merge(use.pointer(), sentence(use.variable(), known), (one, other) -> one + " " + other);
                }
            }
            unknown.forEach((pointer, message) -> findings.add(part + pointer, message));
        }
    }

    private Set<String> known(boolean pets) {
        var context = new TemplateContext(
                SOME_MEMBER, 0, pets ? "pet" : null, ports.orElse(Map.of()), labels.orElse(Map.of()), 0);
        return context.variables().keySet();
    }

    private boolean unknowable(String variable) {
        return (ports.isEmpty() && variable.startsWith("ports."))
                || (labels.isEmpty() && variable.startsWith("labels."));
    }

    private static String sentence(String variable, Set<String> known) {
        if (variable.equals("member.logicalId")) {
            return "the variable 'member.logicalId' is there for groups with logical ids only";
        }
        return "the variable " + Shown.text(variable) + " is unknown" + Suggestion.sentence(variable, known);
    }
}
