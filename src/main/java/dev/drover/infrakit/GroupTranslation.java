package dev.drover.infrakit;

import dev.drover.infrakit.Shapes.Allocation;
import dev.drover.infrakit.Shapes.GroupProperties;
import dev.drover.infrakit.Shapes.GroupSpec;
import dev.drover.infrakit.Shapes.PluginSpec;
import dev.drover.infrakit.Shapes.Updating;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a group of InfraKit is in the words of a group spec of ours. It is not validated: what makes no sense is passed on as it
 * stands, so that whoever validates the spec names it.
 *
 * @param spec the tree of a spec, with the name if there is an id
 * @param withoutEquivalent a sentence for each thing that was said and that the spec does not say
 */
public record GroupTranslation(ObjectNode spec, List<String> withoutEquivalent) {
    /** The greatest size of a group that declares none. */
    private static final int USUAL_MAX = 1_000;

    private static final String DRAIN = "drain";

    public GroupTranslation {
        withoutEquivalent = List.copyOf(withoutEquivalent);
    }

    public static GroupTranslation of(GroupSpec group) {
        ObjectNode spec = JsonNodeFactory.instance.objectNode();
        List<String> notes = new ArrayList<>();
        if (group.id() != null && !group.id().isEmpty()) {
            spec.put("name", group.id());
        }
        GroupProperties properties =
                Optional.ofNullable(group.properties()).orElseGet(() -> new GroupProperties(null, null, null, null));
        allocation(properties.allocation(), spec, notes);
        part("instance", properties.instance(), false, spec);
        part("flavor", properties.flavor(), true, spec);
        updating(properties.updating(), spec, notes);
        return new GroupTranslation(spec, notes);
    }

    /**
     * The way back: as much of a spec as InfraKit has words for.
     *
     * @param spec a spec as it was declared, or with its defaults
     * @param size the group's size, which a spec may leave out
     */
    public static GroupProperties properties(JsonNode spec, int size) {
        List<String> ids = spec.path("allocation")
                .path("logicalIds")
                .valueStream()
                .map(JsonNode::asString)
                .toList();
        JsonNode flavor = spec.path("flavor");
        PluginSpec told = flavor.isMissingNode()
                ? new PluginSpec(VanillaWords.PLUGIN, JsonNodeFactory.instance.objectNode())
                : plugin(flavor);
        return new GroupProperties(
                plugin(spec.path("instance")),
                told.properties() == null
                        ? told
                        : new PluginSpec(told.plugin(), FlavorWords.THEIRS.of(told.plugin(), told.properties())),
                new Allocation(size, ids.isEmpty() ? null : ids),
                updating(spec));
    }

    private static void allocation(@Nullable Allocation told, ObjectNode spec, List<String> notes) {
        if (told == null) {
            return; // a group that exists keeps its size: one that is forgotten must not empty it
        }
        ObjectNode allocation = spec.putObject("allocation");
        List<String> ids = Optional.ofNullable(told.logicalIds()).orElse(List.of());
        int count = ids.isEmpty() ? told.size() : ids.size();
        if (ids.isEmpty()) {
            allocation.put("size", told.size());
        } else {
            ids.forEach(allocation.putArray("logicalIds")::add);
            if (told.size() != 0 && told.size() != ids.size()) {
                notes.add("Allocation.Size is %d, but there are %d LogicalIDs, and these decide"
                        .formatted(told.size(), ids.size()));
            }
        }
        if (count > USUAL_MAX) {
            allocation.put("max", count);
        }
    }

    private static void part(String field, @Nullable PluginSpec told, boolean flavor, ObjectNode spec) {
        if (told == null || (told.plugin() == null && told.properties() == null)) {
            return;
        }
        ObjectNode part = spec.putObject(field);
        if (told.plugin() != null) {
            part.put("provider", told.plugin());
        }
        if (told.properties() != null && !told.properties().isNull()) {
            part.set(
                    "properties",
                    flavor
                            ? FlavorWords.OURS.of(told.plugin(), told.properties())
                            : told.properties().deepCopy());
        }
    }

    private static PluginSpec plugin(JsonNode part) {
        JsonNode properties = part.path("properties");
        return new PluginSpec(
                part.path("provider").asString(""),
                properties.isMissingNode() ? JsonNodeFactory.instance.objectNode() : properties.deepCopy());
    }

    private static void updating(@Nullable Updating told, ObjectNode spec, List<String> notes) {
        Updating updating = told == null ? new Updating(null, 0, null) : told;
        String duration = Optional.ofNullable(updating.duration())
                .filter(it -> !it.isEmpty())
                .orElse("0s");
        Optional<Duration> minReady = GoDuration.parse(duration);
        spec.putObject("update")
                .put("minReady", minReady.map(GroupTranslation::ours).orElse(duration));
        if (minReady.filter(it -> it.toNanos() % 1_000_000 != 0).isPresent()) {
            notes.add("Updating.Duration " + duration + " is taken in whole milliseconds");
        }
        count(updating.count(), minReady.filter(Duration::isPositive).isPresent(), spec, notes);
        String skipped =
                Optional.ofNullable(updating.skipBeforeInstanceDestroy()).orElse("");
        if (skipped.equals(DRAIN)) {
            spec.putObject(DRAIN).put("timeout", "0s").put("onTimeout", "destroy");
        } else if (!skipped.isEmpty()) {
            notes.add("Updating.SkipBeforeInstanceDestroy '" + skipped + "' is not known: only 'drain' can be skipped");
        }
    }

    private static void count(int count, boolean timed, ObjectNode spec, List<String> notes) {
        if (timed && count > 0) {
            notes.add("Updating.Count has no effect beside Updating.Duration");
        } else if (count > 1 || count < 0) {
            spec.putObject("health").put("healthyAfter", count);
        }
    }

    private static Updating updating(JsonNode spec) {
        Duration minReady = parsed(spec.path("update").path("minReady").asString("10s"));
        int healthyAfter = spec.path("health").path("healthyAfter").asInt(1);
        JsonNode drain = spec.path(DRAIN);
        boolean skipped = parsed(drain.path("timeout").asString("5m")).isZero()
                && drain.path("onTimeout").asString("destroy").equals("destroy");
        return new Updating(
                GoDuration.format(minReady),
                minReady.isZero() && healthyAfter > 1 ? healthyAfter : 0,
                skipped ? DRAIN : null);
    }

    /** In our words, which have no fractions: {@code 1h30m}, {@code 1s500ms}. */
    private static String ours(Duration duration) {
        String text = (duration.toHours() > 0 ? duration.toHours() + "h" : "")
                + (duration.toMinutesPart() > 0 ? duration.toMinutesPart() + "m" : "")
                + (duration.toSecondsPart() > 0 ? duration.toSecondsPart() + "s" : "")
                + (duration.toMillisPart() > 0 ? duration.toMillisPart() + "ms" : "");
        return text.isEmpty() ? "0s" : text;
    }

    /** Ours may also have days, or be of ISO 8601. */
    private static Duration parsed(String ours) {
        if (ours.startsWith("P")) {
            return Duration.parse(ours);
        }
        int days = ours.indexOf('d');
        Duration whole = days < 0 ? Duration.ZERO : Duration.ofDays(Long.parseLong(ours.substring(0, days)));
        String rest = ours.substring(days + 1);
        return rest.isEmpty() ? whole : whole.plus(GoDuration.parse(rest).orElse(Duration.ZERO));
    }
}
