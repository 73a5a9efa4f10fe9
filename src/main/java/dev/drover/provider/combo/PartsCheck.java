package dev.drover.provider.combo;

import dev.drover.provider.spi.Allocation;
import dev.drover.provider.spi.FlavorProvider;
import dev.drover.provider.spi.KnownFlavors;
import dev.drover.provider.spi.Violation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Everything that is wrong with a combo's flavors, each by itself and together. For one thread, and one combo. */
final class PartsCheck {
    private final KnownFlavors known;
    private final Allocation allocation;
    private final List<Violation> found = new ArrayList<>();
    private final Map<String, Said> tags = new HashMap<>();
    private @Nullable RuntimeException silence;

    PartsCheck(KnownFlavors known, Allocation allocation) {
        this.known = known;
        this.allocation = allocation;
    }

    private record Said(Part by, String value) {}

    /** One that cannot be asked keeps nobody from hearing of the others; only if these are content, its failure is what is left. */
    List<Violation> of(List<Part> parts) {
        for (Part part : parts) {
            part.found().ifPresentOrElse(flavor -> ask(part, flavor), () -> unknown(part));
        }
        if (found.isEmpty() && silence != null) {
            throw silence;
        }
        return found;
    }

    private void unknown(Part part) {
        found.add(new Violation(
                part.pointer() + "/provider",
                "must be the name of a flavor that is configured, configured are " + String.join(", ", known.names())));
    }

    private void ask(Part part, FlavorProvider flavor) {
        if (flavor instanceof ComboFlavor) {
            found.add(new Violation(
                    part.pointer() + "/provider", "a combo holds no combo: put that one's flavors here in its place"));
            return;
        }
        try {
            flavor.validate(part.properties(), allocation).stream()
                    .map(it -> it.within(part.pointer() + "/properties"))
                    .forEach(found::add);
            flavor.tags(part.properties()).forEach((key, value) -> tag(part, key, value));
        } catch (RuntimeException e) {
            silence = silence == null ? e : silence;
        }
    }

    /** Values are not repeated: one might be a secret. */
    private void tag(Part part, String key, String value) {
        Said before = tags.putIfAbsent(key, new Said(part, value));
        if (before != null && !before.value().equals(value)) {
            found.add(new Violation(
                    place(part, key),
                    "the tag '" + key + "' has another value in " + before.by().who() + ": keep one of the two"));
        }
    }

    /** Where a flavor has its tags is its own matter, but most have them here. */
    private static String place(Part part, String key) {
        String tag = "/tags/" + key.replace("~", "~0").replace("/", "~1");
        JsonNode there = part.properties().at(tag);
        return part.pointer() + "/properties" + (there.isMissingNode() ? "" : tag);
    }
}
