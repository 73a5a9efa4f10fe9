package dev.drover.provider.process;

import dev.drover.provider.spi.ProviderFailure;
import dev.drover.provider.spi.ProviderFailure.Kind;
import dev.drover.provider.spi.ProvisionRequest;
import dev.drover.provider.spi.Token;
import dev.drover.provider.spi.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What a request must be so that a process can be made of it. */
final class RequestRules {
    // A token names a directory.
    private static final Pattern USABLE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
    private static final int HIGHEST_PORT = 65535;

    private RequestRules() {}

    static boolean isUsable(Token token) {
        return USABLE.matcher(token.value()).matches();
    }

    static void refuseBroken(ProvisionRequest request) {
        List<String> reasons = new ArrayList<>();
        if (!isUsable(request.token())) {
            reasons.add("a token must match " + USABLE + ", it is " + request.token());
        }
        if (!request.attachments().isEmpty()) {
            reasons.add("a process has no attachments");
        }
        if (request.init().stream().anyMatch(line -> line.indexOf('\0') >= 0)) {
            reasons.add("an init line must not hold a NUL character");
        }
        for (Violation violation : PropertyRules.violations(request.properties())) {
            reasons.add(violation.pointer() + ": " + violation.message());
        }
        ProcessProperties.ports(request.properties(), request.index()).forEach((name, port) -> {
            if (port > HIGHEST_PORT) {
                reasons.add("port " + name + " of index " + request.index() + " would be " + port);
            }
        });
        if (!reasons.isEmpty()) {
            throw new ProviderFailure(Kind.REJECTED, String.join("; ", reasons));
        }
    }
}
