package dev.drover.group;

import dev.drover.web.Problem;
import dev.drover.web.ProblemType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What must hold before a command may change a group. */
final class Preconditions {
    private Preconditions() {}

    static void check(Declare request, Optional<FleetGroup> group) {
        if (group.isPresent() && request.onlyNew()) {
            throw new Problem(
                    ProblemType.ALREADY_EXISTS,
                    "group " + group.get().name() + " exists at generation "
                            + group.get().generation() + ": leave If-None-Match out to change it");
        }
        if (request.ifGeneration() != null) {
            moved(request.ifGeneration(), group);
        }
        group.ifPresent(Preconditions::active);
    }

    private static void moved(long expected, Optional<FleetGroup> group) {
        long found = group.map(FleetGroup::generation).orElse(0L);
        if (found != expected) {
            throw new Problem(
                    ProblemType.GENERATION_MOVED,
                    group.isEmpty()
                            ? "there is no such group, but If-Match asks for generation " + expected
                            : "the group is at generation " + found + ", If-Match asks for " + expected
                                    + ": read it again and decide anew");
        }
    }

    /**
     * Refuses when something else would happen than what was reviewed.
     *
     * @param digest null if anything may happen
     */
    static void expected(@Nullable String digest, ForecastView forecast) {
        if (digest != null && !digest.equals(forecast.digest())) {
            throw new Problem(
                    ProblemType.FORECAST_MOVED,
                    "the forecast is " + forecast.digest() + " by now, 'expect' asks for " + digest
                            + ": ask for it again with POST /v1/groups/" + forecast.name()
                            + "/plan, and decide anew; nothing was changed");
        }
    }

    static FleetGroup active(Optional<FleetGroup> group, String name) {
        FleetGroup found = group.orElseThrow(() -> notFound(name));
        active(found);
        return found;
    }

    private static void active(FleetGroup group) {
        String wait = ": wait for it with /v1/groups/" + group.name() + "/wait?until=gone, then declare it again";
        if (group.state() == FleetGroup.State.DELETING) {
            throw new Problem(ProblemType.DELETING, "group " + group.name() + " is being deleted" + wait);
        }
        if (group.state() == FleetGroup.State.RELEASING) {
            throw new Problem(
                    ProblemType.DELETING,
                    "group " + group.name() + " is being released, and its instances are left alone" + wait);
        }
    }

    static Problem notFound(String name) {
        return new Problem(ProblemType.NOT_FOUND, "there is no group '" + name + "'; GET /v1/groups lists them");
    }
}
