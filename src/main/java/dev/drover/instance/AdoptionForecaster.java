package dev.drover.instance;

import dev.drover.group.ForecastView;
import dev.drover.group.Forecaster;
import dev.drover.group.Intended;
import dev.drover.member.Adoption;
import dev.drover.spec.GroupSpec;
import java.util.List;
import java.util.Map;

/** Foretells what becomes of a group that takes instances over. Who plans implements it. Safe for use by many threads. */
public interface AdoptionForecaster {

    /**
     * Reads, in the caller's transaction, what there is of the group.
     *
     * @param spec the declaration, with the revision that the instances count as
     */
    Outlook read(GroupSpec spec, List<Adoption> adoptions);

    /**
     * Reads, in the caller's transaction, what there is of a group that is declared and takes instances over at once.
     *
     * @param named whether the new members are called adopted-1, adopted-2, ... in the forecast, for their ids are not given yet
     */
    Forecaster.Outlook read(Intended intended, List<Adoption> adoptions, boolean named);

    /** A group as it was read, and what it is to take over. */
    interface Outlook {
        /**
         * Foretells it; needs no database.
         *
         * @throws dev.drover.web.Problem if the flavor cannot say which tags it would give
         */
        Foretold look();
    }

    /**
     * What becomes of them.
     *
     * @param names what the new members are called in the forecast, in the order of the adoptions
     * @param labels all that they are to have, in the same order
     */
    record Foretold(List<String> names, List<Map<String, String>> labels, ForecastView forecast) {}
}
