package dev.drover.instance;

import dev.drover.group.ForecastView;
import dev.drover.member.Adoption;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What would come of an adoption.
 *
 * @param instances in the order in which they were named
 * @param forecast what the group then does, if every call succeeds
 */
record AdoptionPreview(String group, List<AdoptableInstance> instances, ForecastView forecast) {

    /**
     * An instance, and the member that it would become.
     *
     * @param id the provider's
     * @param was what it is now, as the end of a sentence that begins with "it was"
     * @param member its name in the forecast: adopted-1, adopted-2, ...; ids are given when it is adopted
     * @param logicalId null for cattle
     * @param revision what it would count as
     * @param labels all that would be set
     * @param unlabelled the keys of those that would be taken away, for nobody declares them
     */
    record AdoptableInstance(
            String id,

            @Schema(allowableValues = {"starting", "running"})
            String phase,

            String was,
            String member,
            int index,
            @Nullable String logicalId,
            int revision,
            Map<String, String> labels,
            List<String> unlabelled) {}

    /** @param unlabels whether the provider takes labels away */
    static AdoptionPreview of(Prospect prospect, AdoptionForecaster.Foretold foretold, boolean unlabels) {
        List<AdoptableInstance> instances = new ArrayList<>();
        for (int i = 0; i < prospect.adoptions().size(); i++) {
            instances.add(instance(
                    prospect.adoptions().get(i),
                    foretold.names().get(i),
                    foretold.labels().get(i),
                    unlabels));
        }
        return new AdoptionPreview(prospect.group().name().value(), instances, foretold.forecast());
    }

    private static AdoptableInstance instance(Adoption it, String name, Map<String, String> labels, boolean unlabels) {
        TreeSet<String> superfluous = new TreeSet<>(it.instance().labels().keySet());
        superfluous.removeAll(labels.keySet());
        return new AdoptableInstance(
                it.instance().id().value(),
                it.instance().phase().name().toLowerCase(Locale.ROOT),
                it.was(),
                name,
                it.index(),
                it.logicalId() == null ? null : it.logicalId().value(),
                it.revision(),
                new TreeMap<>(labels),
                unlabels ? List.copyOf(superfluous) : List.of());
    }
}
