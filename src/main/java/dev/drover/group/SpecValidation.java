package dev.drover.group;

import dev.drover.body.SpecBodies;
import dev.drover.provider.AdapterCheck;
import dev.drover.provider.Findings;
import dev.drover.provider.Flavors;
import dev.drover.provider.Providers;
import dev.drover.provider.spi.Allocation;
import dev.drover.provider.spi.LogicalId;
import dev.drover.spec.GroupName;
import dev.drover.spec.SpecReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Says everything that is wrong with a spec at once. Every stage runs, as far as the earlier ones left it something to look
 * at: the schema, the rules between fields, provider and flavor, templates. Safe for use by many threads.
 */
public final class SpecValidation {
    private static final Duration ADAPTER_LIMIT = Duration.ofSeconds(2);

    private final Adapters adapters;
    private final Duration adapterLimit;

    public SpecValidation(Providers providers, Flavors flavors) {
        this(providers, flavors, ADAPTER_LIMIT);
    }

    SpecValidation(Providers providers, Flavors flavors, Duration adapterLimit) {
        this.adapters = new Adapters(providers, flavors);
        this.adapterLimit = adapterLimit;
    }

    /**
     * Validates a spec as it was declared. Whatever a tree of {@link SpecBodies} holds, nothing is thrown.
     *
     * @param inPath the group's name, if the request gives it beside the spec; null if the spec must
     * @param currentSize what an absent size stands for; null if there is no group yet
     */
    public Verdict validate(JsonNode tree, @Nullable GroupName inPath, @Nullable Integer currentSize) {
        var spec = new Declaration(tree);
        var findings = new Findings();
        new TimeRules().check(spec, findings);
        findings.addAll(GroupSchema.SCHEMA.check(tree));
        rules(inPath, currentSize).forEach(rule -> rule.check(spec, findings));
        var notValidated = machine(spec, currentSize, findings);
        if (!findings.isEmpty()) {
            return new Verdict(findings.listed(), List.of(), notValidated, null);
        }
        var notSupported = NotSupported.in(spec);
        return new Verdict(
                List.of(),
                notSupported,
                notValidated,
                notSupported.isEmpty() ? SpecReader.read(name(spec, inPath), tree) : null);
    }

    private static List<Rule> rules(@Nullable GroupName inPath, @Nullable Integer currentSize) {
        return List.of(
                new NameRule(inPath),
                new LabelRules(),
                new AllocationRules(currentSize),
                new HealthRules(),
                new UpdateRules());
    }

    /** What provider and flavor say, and the rules that need it; answers what could not be checked. */
    private List<String> machine(Declaration spec, @Nullable Integer currentSize, Findings findings) {
        List<String> notValidated = new ArrayList<>();
        var ports = adapters.provider(spec, findings).flatMap(check -> facts(check, findings, notValidated));
        var tags = adapters.flavor(spec, allocation(spec, currentSize), findings)
                .flatMap(check -> facts(check, findings, notValidated));
        tags.ifPresent(known -> new TagRules(known).check(spec, findings));
        ports.ifPresent(known -> new PortRules(known).check(spec, findings));
        new TemplateRules(ports, tags.map(known -> labels(spec, known))).check(spec, findings);
        return notValidated;
    }

    private <T> Optional<T> facts(AdapterCheck<T> check, Findings findings, List<String> notValidated) {
        var answer = check.run(adapterLimit, findings);
        answer.notValidated().ifPresent(notValidated::add);
        return answer.facts();
    }

    private static Allocation allocation(Declaration spec, @Nullable Integer currentSize) {
        List<LogicalId> ids = new ArrayList<>();
        for (JsonNode id : spec.at("/allocation/logicalIds")) {
            if (id.isString() && !id.stringValue().isBlank()) {
                ids.add(new LogicalId(id.stringValue()));
            }
        }
        int absent = currentSize == null ? 0 : currentSize;
        return new Allocation(
                ids.isEmpty() ? spec.integer("/allocation/size", absent).orElse(absent) : ids.size(), ids);
    }

    private static Map<String, String> labels(Declaration spec, Map<String, String> tags) {
        Map<String, String> labels = new HashMap<>(tags);
        spec.at("/labels").forEachEntry((key, value) -> labels.put(key, value.asString("")));
        return labels;
    }

    private static GroupName name(Declaration spec, @Nullable GroupName inPath) {
        return inPath != null ? inPath : new GroupName(spec.string("/name").orElseThrow());
    }
}
