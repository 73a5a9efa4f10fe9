package dev.drover.observe;

import dev.drover.member.ProbedMember;
import dev.drover.provider.spi.Labels;
import dev.drover.spec.GroupSpec;
import dev.drover.spec.HealthPolicy;
import dev.drover.spec.MemberId;
import dev.drover.spec.TemplateContext;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A group as a probe has to know it.
 *
 * @param size the declared number of members
 * @param judges the flavors that have a say in the health of members, by the revision of these
 */
record ProbedGroup(GroupSpec spec, int size, Map<Integer, GroupSpec.Part> judges) {
    ProbedGroup {
        judges = Map.copyOf(judges);
    }

    boolean isProbed() {
        return policy().probes() || !judges.isEmpty();
    }

    HealthPolicy policy() {
        return spec.health() == null ? HealthPolicy.DEFAULT : spec.health();
    }

    /** The flavor that has a say in this member's health. */
    Optional<GroupSpec.Part> judge(ProbedMember member) {
        return Optional.ofNullable(judges.get(member.revision()));
    }

    /** Whether anybody is to be asked for this member's health. */
    boolean asks(ProbedMember member) {
        return policy().probes() || judge(member).isPresent();
    }

    /** What the templates of a member's flavor may use. */
    TemplateContext context(ProbedMember member) {
        var id = new MemberId(spec.name(), member.number());
        Map<String, String> labels = new HashMap<>(member.labels());
        labels.keySet().removeIf(key -> key.startsWith(Labels.PREFIX) && !key.equals(Labels.SELF));
        labels.putAll(spec.labels());
        return new TemplateContext(id, member.index(), member.logicalId(), member.ports(), labels, size);
    }

    /** What the templates of a probe of this member may use. */
    Map<String, String> variables(ProbedMember member) {
        var variables = context(member).variables();
        variables.put(TemplateContext.PROVIDER_ID, member.providerId());
        member.addresses().stream().findFirst().ifPresent(it -> variables.put(TemplateContext.ADDRESS, it));
        return variables;
    }

    /** The environment variables that tell a probe's command whom it asks about. */
    Map<String, String> environment(ProbedMember member) {
        Map<String, String> environment = new HashMap<>();
        environment.put("DROVER_GROUP", spec.name().value());
        environment.put("DROVER_MEMBER", new MemberId(spec.name(), member.number()).toString());
        member.addresses().stream().findFirst().ifPresent(it -> environment.put("DROVER_ADDRESS", it));
        member.ports().forEach((name, port) -> environment.put(portVariable(name), String.valueOf(port)));
        return environment;
    }

    private static String portVariable(String name) {
        return "PORT_" + name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9_]", "_");
    }
}
