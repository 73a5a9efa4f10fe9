package dev.drover.infrakit;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a plugin listens.
 *
 * @param uri where to post to; of a unix socket only its path counts
 * @param socket null unless it is a unix socket
 */
public record Endpoint(URI uri, @Nullable Path socket) {
    /** What InfraKit's own client calls the host behind a unix socket. */
    private static final URI BEHIND_A_SOCKET = URI.create("http://h/");

    static Endpoint of(Path socket) {
        return new Endpoint(BEHIND_A_SOCKET, socket);
    }

    /**
     * What a {@code .listen} file holds.
     *
     * @throws IllegalArgumentException if that is no URL of a form that plugins have
     */
    static Endpoint of(String url) {
        URI uri = URI.create(url);
        String scheme = uri.getScheme() == null ? "" : uri.getScheme();
        if (uri.getHost() == null) {
            throw new IllegalArgumentException("it names no host");
        }
        return switch (scheme) {
            case "tcp" -> new Endpoint(URI.create("http://" + uri.getRawAuthority() + "/"), null);
            case "http", "https" -> new Endpoint(uri, null);
            default -> throw new IllegalArgumentException("it begins with none of tcp://, http:// and https://");
        };
    }

    /** The socket's path, or the URL. */
    @Override
    public String toString() {
        return socket != null ? socket.toString() : uri.toString();
    }
}
