package dev.drover.provider.docker;

import dev.drover.provider.spi.Durations;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.provider.spi.ProviderFailure.Kind;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where an engine is, and how long it may take.
 *
 * @param host {@code unix:///var/run/docker.sock} or {@code tcp://host:2376}
 * @param certificates the folder with {@code ca.pem}, {@code cert.pem} and {@code key.pem}; null without TLS
 * @param address the name or address by which the ports that the engine publishes are reached from here
 * @param createTimeout after this a create is cut, pulling the image included
 */
record EngineSettings(URI host, @Nullable Path certificates, String address, Duration createTimeout) {
    private static final String HOST = "host";
    private static final String CERTIFICATES = "certificates";
    private static final String ADDRESS = "address";
    private static final String CREATE_TIMEOUT = "create-timeout";
    private static final Set<String> KNOWN = Set.of(HOST, CERTIFICATES, ADDRESS, CREATE_TIMEOUT);

    private static final String DEFAULT_HOST = "unix:///var/run/docker.sock";
    private static final String LOOPBACK = "127.0.0.1";
    private static final Duration DEFAULT_CREATE = Duration.ofMinutes(5);

    /** A call is sent within 5 s of its claim, and has to have its answer some time after that. */
    private static final Duration SHORTEST_CREATE = Duration.ofSeconds(6);

    /**
     * Reads the settings of one provider.
     *
     * @throws ProviderFailure {@link Kind#REJECTED} with a sentence if they say something impossible
     */
    static EngineSettings of(Map<String, String> given) {
        Set<String> unknown = new TreeSet<>(given.keySet());
        unknown.removeAll(KNOWN);
        if (!unknown.isEmpty()) {
            throw rejected("there is no setting " + unknown + ", there are " + new TreeSet<>(KNOWN));
        }
        URI host = host(given.getOrDefault(HOST, DEFAULT_HOST));
        return new EngineSettings(
                host,
                certificates(given.get(CERTIFICATES), host),
                given.getOrDefault(ADDRESS, host.getHost() == null ? LOOPBACK : host.getHost()),
                createTimeout(given.get(CREATE_TIMEOUT)));
    }

    /** Whether the engine is reached through a socket of this host, so that its containers are of this host. */
    boolean isLocal() {
        return "unix".equals(host.getScheme());
    }

    /** Where ports are published unless a spec says otherwise: for this host alone, if the engine is on it. */
    String listen() {
        return isLocal() ? LOOPBACK : "0.0.0.0";
    }

    private static URI host(String given) {
        try {
            URI host = URI.create(given);
            boolean unix = "unix".equals(host.getScheme())
                    && host.getPath() != null
                    && host.getPath().startsWith("/");
            boolean tcp = "tcp".equals(host.getScheme()) && host.getHost() != null && host.getPort() > 0;
            if (unix || tcp) {
                return host;
            }
        } catch (IllegalArgumentException e) {
            // Said below, in words that help.
        }
        throw rejected(HOST + " must be like unix:///var/run/docker.sock or tcp://host:2376, it is '" + given + "'");
    }

    private static @Nullable Path certificates(@Nullable String given, URI host) {
        if (given == null) {
            return null;
        }
        if (!"tcp".equals(host.getScheme())) {
            throw rejected(CERTIFICATES + " are for an engine at tcp://host:port, " + HOST + " is " + host);
        }
        Path folder = Path.of(given);
        for (String file : new String[] {"ca.pem", "cert.pem", "key.pem"}) {
            if (!Files.isReadable(folder.resolve(file))) {
                throw rejected(CERTIFICATES + " must be a folder with ca.pem, cert.pem and key.pem: "
                        + folder.resolve(file) + " cannot be read");
            }
        }
        return folder;
    }

    private static Duration createTimeout(@Nullable String given) {
        try {
            Duration timeout = given == null ? DEFAULT_CREATE : Durations.parse(given);
            if (timeout.compareTo(SHORTEST_CREATE) < 0) {
                throw rejected(CREATE_TIMEOUT + " must be at least " + SHORTEST_CREATE.toSeconds() + "s");
            }
            return timeout;
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw rejected(CREATE_TIMEOUT + " must be a duration like 5m, it is '" + given + "'");
        }
    }

    private static ProviderFailure rejected(String sentence) {
        return new ProviderFailure(Kind.REJECTED, sentence);
    }
}
