package dev.drover.provider.docker;

import dev.drover.provider.spi.Attachment;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.provider.spi.ProviderFailure.Kind;
import dev.drover.provider.spi.ProvisionRequest;
import dev.drover.provider.spi.Token;
import dev.drover.provider.spi.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a request must be so that a container can be made of it. */
final class RequestRules {
    // A token is part of a container's name.
    private static final Pattern USABLE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    private RequestRules() {}

    static boolean isUsable(Token token) {
        return USABLE.matcher(token.value()).matches();
    }

    static void refuseBroken(ProvisionRequest request) {
        List<String> reasons = new ArrayList<>();
        if (!isUsable(request.token())) {
            reasons.add("a token must match " + USABLE + ", it is " + request.token());
        }
        if (request.init().stream().anyMatch(line -> line.indexOf('\0') >= 0)) {
            reasons.add("an init line must not hold a NUL character");
        }
        for (Violation violation : PropertyRules.violations(request.properties())) {
            reasons.add(violation.pointer() + ": " + violation.message());
        }
        if (reasons.isEmpty()) {
            ports(request, reasons);
            attachments(request, reasons);
        }
        if (!reasons.isEmpty()) {
            throw new ProviderFailure(Kind.REJECTED, String.join("; ", reasons));
        }
    }

    private static void ports(ProvisionRequest request, List<String> reasons) {
        for (NamedPort port : NamedPort.of(request.properties(), request.index())) {
            Integer host = port.hostPort();
            if (host != null && !NamedPort.isNumber(host)) {
                reasons.add("port " + port.name() + " of index " + request.index() + " would be " + host);
            }
        }
    }

    /** The flavor says which there are, the properties where they are mounted: only together they make sense. */
    private static void attachments(ProvisionRequest request, List<String> reasons) {
        Set<String> mounted = AttachedVolume.mounted(request.properties());
        for (Attachment attachment : request.attachments()) {
            if (!attachment.type().equals(AttachedVolume.TYPE)) {
                reasons.add("a container's attachments are of type " + AttachedVolume.TYPE + ", " + attachment.id()
                        + " is of type " + attachment.type());
            } else if (!mounted.contains(attachment.id())) {
                reasons.add("say in /attachments of the properties where " + attachment.id() + " is mounted");
            }
        }
        Set<String> attached =
                request.attachments().stream().map(Attachment::id).collect(Collectors.toUnmodifiableSet());
        mounted.stream()
                .filter(it -> !attached.contains(it))
                .forEach(it ->
                        reasons.add("the flavor attaches no " + it + ", which /attachments of the properties mounts"));
    }
}
