package dev.drover.web;

import java.net.URI;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The names by which this Drover may be called. */
final class KnownHosts {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Set<String> names;

    KnownHosts(Collection<String> besidesLoopback) {
        names = Stream.concat(LOOPBACK.stream(), besidesLoopback.stream())
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether a {@code Host} header, with or without a port, names this Drover. */
    boolean hasHost(String header) {
        return names.contains(withoutPort(header).toLowerCase(Locale.ROOT));
    }

    /** Whether an {@code Origin} header names a page of this Drover. The opaque origin {@code null} does not. */
    boolean hasOrigin(String header) {
        try {
            String host = URI.create(header).getHost();
            return host != null && hasHost(host);
        } catch (IllegalArgumentException noUri) {
            return false;
        }
    }

    private static String withoutPort(String header) {
        int colon = header.indexOf(':', header.indexOf(']') + 1);
        return colon < 0 ? header : header.substring(0, colon);
    }
}
