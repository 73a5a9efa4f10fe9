package dev.drover.provider.simulator;

import dev.drover.provider.spi.ProviderFailure;
import dev.drover.provider.spi.ProviderFailure.Kind;
import dev.drover.provider.spi.ProvisionRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a request must be so that it can be stored. */
final class Requests {
    private static final String UNSTORABLE = "a label must not hold a NUL character";

    private Requests() {}

    static void refuseBroken(ProvisionRequest request) {
        List<String> reasons = new ArrayList<>();
        Properties.violations(request.properties()).forEach(it -> reasons.add(it.pointer() + ": " + it.message()));
        if (!request.attachments().isEmpty()) {
            reasons.add("a simulated instance has no attachments");
        }
        if (!isStorable(request.token().value())) {
            reasons.add("a token must not hold a NUL character");
        }
        if (!request.labels().entrySet().stream().allMatch(Requests::isStorable)) {
            reasons.add(UNSTORABLE);
        }
        if (!reasons.isEmpty()) {
            throw new ProviderFailure(Kind.REJECTED, String.join("; ", reasons));
        }
    }

    static void refuseUnstorable(Map<String, String> labels) {
        if (!labels.entrySet().stream().allMatch(Requests::isStorable)) {
            throw new ProviderFailure(Kind.REJECTED, UNSTORABLE);
        }
    }

    static boolean isStorable(Map.Entry<String, String> label) {
        return isStorable(label.getKey()) && isStorable(label.getValue());
    }

    /** The database knows no U+0000. */
    static boolean isStorable(String text) {
        return text.indexOf('\0') < 0;
    }
}
