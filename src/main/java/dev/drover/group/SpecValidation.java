package dev.drover.group;

import dev.drover.body.SpecBodies;
import dev.drover.provider.Findings;
import dev.drover.provider.Flavors;
import dev.drover.provider.Providers;
import dev.drover.provider.spi.Allocation;
import dev.drover.provider.spi.LogicalId;
import dev.drover.spec.GroupName;
import dev.drover.spec.SpecReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Says everything that is wrong with a spec at once. Every stage runs, as far as the earlier ones left it something to look
 * at: the schema, the rules between fields, provider and flavor, templates. Safe for use by many threads.
 */
public final class SpecValidation {
    private static final Duration ADAPTER_LIMIT = Duration.ofSeconds(2);

    private final Adapters adapters;
    private final SpecSchema schema;
    private final Supplier<? extends Collection<String>> others;
    private final boolean commands;

    /** @param commands whether probes may run commands on Drover's host */
    public SpecValidation(Providers providers, Flavors flavors, boolean commands) {
        this(providers, flavors, commands, List::of);
    }

    /** @param others the names of providers that other replicas have configured: what they make is not checked here */
    SpecValidation(
            Providers providers, Flavors flavors, boolean commands, Supplier<? extends Collection<String>> others) {
        this(providers, flavors, commands, others, ADAPTER_LIMIT);
    }

    SpecValidation(
            Providers providers,
            Flavors flavors,
            boolean commands,
            Supplier<? extends Collection<String>> others,
            Duration adapterLimit) {
        this.others = others;
        this.adapters = new Adapters(providers, flavors, adapterLimit);
        this.schema = new SpecSchema(providers, flavors);
        this.commands = commands;
    }

    /** The JSON Schema that specs are validated with now, with the properties of every adapter that answers. */
    JsonNode schema() {
        schema.others(others.get());
        return schema.document(adapters.limit());
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
        var whole = new Declaration(Adapters.withDefaults(tree));
        var provider = adapters.provider(whole);
        var flavor = adapters.flavor(whole, allocation(spec, currentSize));
        var elsewhere = adapters.strangeProvider(whole)
                .filter(name -> schema.others(others.get()).contains(name));
        provider.ifPresent(check -> check.learn(schema));
        flavor.ifPresent(check -> check.learn(schema));
        new TimeRules().check(spec, findings);
        findings.addAll(schema.current(Stream.<Optional<? extends PartCheck<?>>>of(provider, flavor)
                        .flatMap(Optional::stream))
                .check(whole.tree()));
        rules(inPath, currentSize).forEach(rule -> rule.check(spec, findings));
        var ports = provider.flatMap(check -> check.run(findings));
        var facts = flavor.flatMap(check -> check.run(findings));
        facts.flatMap(known -> adapters.attachments(whole, known)).ifPresent(rule -> rule.check(spec, findings));
        machine(spec, ports, facts.map(FlavorFacts::tags)).forEach(rule -> rule.check(spec, findings));
        var notValidated = Stream.concat(
                        elsewhere.map(SpecValidation::notHere).stream(),
                        Stream.of(provider, flavor)
                                .flatMap(Optional::stream)
                                .flatMap(check -> check.notValidated().stream()))
                .toList();
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

    private static String notHere(String provider) {
        return "the provider '" + provider + "' is configured on other replicas only, so that "
                + Adapter.Part.INSTANCE.properties() + " was not checked";
    }

    private List<Rule> rules(@Nullable GroupName inPath, @Nullable Integer currentSize) {
        return List.of(
                new NameRule(inPath),
                new LabelRules(),
                new AllocationRules(currentSize),
                new HealthRules(commands),
                new UpdateRules());
    }

    /** The rules that need to know what provider and flavor say of their properties. */
    private static List<Rule> machine(
            Declaration spec, Optional<Map<String, Integer>> ports, Optional<Map<String, String>> tags) {
        List<Rule> rules = new ArrayList<>();
        tags.ifPresent(known -> rules.add(new TagRules(known)));
        ports.ifPresent(known -> rules.add(new PortRules(known)));
        rules.add(new TemplateRules(ports, tags.map(known -> labels(spec, known))));
        return rules;
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
