package dev.drover.imports;

import dev.drover.body.Shown;
import dev.drover.provider.Findings;
import dev.drover.provider.Pointers;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What is wrong with a document before it can be translated: whatever is of another type than InfraKit reads, or contradicts itself. */
final class InfrakitRules {
    private static final Set<String> OBJECT =
            Set.of("kind", "version", "metadata", "properties", "options", "template", "depends", "state");
    private static final Set<String> GROUP = Set.of("id", "properties");
    private static final Set<String> PROPERTIES = Set.of("instance", "flavor", "allocation", "updating");
    private static final Set<String> PART = Set.of("plugin", "properties");
    private static final Set<String> ALLOCATION = Set.of("size", "logicalids");
    private static final Set<String> UPDATING = Set.of("duration", "count", "skipbeforeinstancedestroy");

    private final InfrakitGroup group;
    private final Findings findings;

    InfrakitRules(InfrakitGroup group, Findings findings) {
        this.group = group;
        this.findings = findings;
    }

    void check() {
        if (!group.ofGroup()) {
            findings.add(
                    group.kind().pointer(),
                    "must be 'group', it is " + shown(group.kind().value()) + ": other kinds are not known here");
            return;
        }
        known(group.document(), group.object() ? OBJECT : GROUP);
        object(group.document().at("metadata"));
        text(group.id(), true, group.object() ? "the name of the group" : "the id of the group");
        Place properties = group.properties();
        unambiguous(group.document());
        if (properties.absent()) {
            findings.add(properties.pointer(), "is missing: give the group's Instance, Flavor and Allocation");
        } else if (object(properties)) {
            known(properties, PROPERTIES);
            part(properties.at("Instance"), true);
            part(properties.at("Flavor"), false);
            allocation(properties.at("Allocation"));
            updating(properties.at("Updating"));
        }
    }

    private void part(Place part, boolean required) {
        if (part.absent() ? required : object(part)) {
            known(part, PART);
            text(
                    part.at("Plugin"),
                    true,
                    "the name of a plugin, which is that of a " + (required ? "provider" : "flavor") + " here");
            object(part.at("Properties"));
        }
    }

    private void allocation(Place allocation) {
        object(allocation);
        known(allocation, ALLOCATION);
        Place size = allocation.at("Size");
        Place ids = allocation.at("LogicalIDs");
        integer(size);
        if (!ids.absent() && !ids.value().isArray()) {
            findings.add(ids.pointer(), "must be a list of texts, it is " + shown(ids.value()));
        } else if (!ids.value().isEmpty()) {
            logicalIds(ids);
            if (size.value().isIntegralNumber() && size.value().asLong(0) != 0) {
                findings.add(
                        size.pointer(),
                        "must be left out where there are LogicalIDs: there is one member for each of them");
            }
        }
    }

    private void logicalIds(Place ids) {
        Map<String, Integer> seen = new HashMap<>();
        for (int i = 0; i < ids.value().size(); i++) {
            String pointer = InfrakitGroup.child(ids.pointer(), i);
            JsonNode id = ids.value().path(i);
            if (!id.isString() || id.stringValue().isBlank()) {
                findings.add(pointer, "must be a text that is not blank, it is " + shown(id));
                continue;
            }
            Integer before = seen.putIfAbsent(id.stringValue(), i);
            if (before != null) {
                findings.add(
                        pointer,
                        "is the same as " + InfrakitGroup.child(ids.pointer(), before)
                                + ": each id stands for one machine");
            }
        }
    }

    private void updating(Place updating) {
        object(updating);
        known(updating, UPDATING);
        text(updating.at("Duration"), false, "a duration, like 30s");
        integer(updating.at("Count"));
        text(updating.at("SkipBeforeInstanceDestroy"), false, "'drain'");
    }

    private void text(Place place, boolean required, String what) {
        if (place.absent() ? required : !place.value().isString()) {
            findings.add(
                    place.pointer(),
                    place.absent()
                            ? "is missing: give " + what
                            : "must be " + what + ", it is " + shown(place.value()));
        } else if (required && place.value().stringValue().isBlank()) {
            findings.add(place.pointer(), "is blank: give " + what);
        }
    }

    private void integer(Place place) {
        boolean whole = place.value().isIntegralNumber() && place.value().canConvertToInt();
        if (!place.absent() && !(whole && place.value().intValue() >= 0)) {
            findings.add(place.pointer(), "must be a whole number that is not negative, it is " + shown(place.value()));
        }
    }

    /** Whether it is one; what is absent is none, and nothing is wrong with that. */
    private boolean object(Place place) {
        if (!place.absent() && !place.value().isObject()) {
            findings.add(place.pointer(), "must be an object, it is " + shown(place.value()));
        }
        unambiguous(place);
        return place.value().isObject();
    }

    /** What InfraKit does not know is a mistake: it would pass it over, and do something else than was meant. */
    private void known(Place place, Set<String> names) {
        place.value()
                .propertyStream()
                .map(Map.Entry::getKey)
                .filter(it -> !names.contains(it.toLowerCase(Locale.ROOT)))
                .forEach(it -> findings.add(
                        Pointers.child(place.pointer(), it),
                        "is not known to InfraKit: leave it out, or correct its name"));
    }

    private void unambiguous(Place place) {
        if (place.ambiguous()) {
            findings.add(place.pointer(), "has the same name twice, in different cases: leave one of them out");
        }
    }

    private static String shown(JsonNode value) {
        return Shown.text(value.isString() ? value.stringValue() : value.toString());
    }
}
