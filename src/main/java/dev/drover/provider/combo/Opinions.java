package dev.drover.provider.combo;

import dev.drover.provider.spi.FlavorProvider.Opinion;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.ProviderFailure;
import java.util.List;

/** What several flavors think of one instance: the worst of it counts. */
final class Opinions {
    private static final int WORST = 3;

    private Opinions() {}

    /** Nobody is asked any more once one says that it is unhealthy: nothing is worse. */
    static Opinion worst(List<Part> parts, Instance instance) {
        Opinion worst = new Opinion.None();
        for (Part part : parts) {
            Opinion opinion = of(part, instance);
            worst = badness(opinion) > badness(worst) ? opinion : worst;
            if (badness(worst) == WORST) {
                break;
            }
        }
        return worst;
    }

    private static Opinion of(Part part, Instance instance) {
        try {
            return switch (part.flavor().healthy(part.properties(), instance)) {
                case Opinion.Unhealthy(String reason) -> new Opinion.Unhealthy(part.who() + ": " + reason);
                case Opinion.Unknown(String reason) -> new Opinion.Unknown(part.who() + ": " + reason);
                case Opinion.Healthy healthy -> healthy;
                case Opinion.None none -> none;
            };
        } catch (ProviderFailure e) {
            return new Opinion.Unknown(part.who() + ": " + e.getMessage());
        }
    }

    private static int badness(Opinion opinion) {
        return switch (opinion) {
            case Opinion.None _ -> 0;
            case Opinion.Healthy _ -> 1;
            case Opinion.Unknown _ -> 2;
            case Opinion.Unhealthy _ -> WORST;
        };
    }
}
