package dev.drover.gateway;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.springframework.boot.diagnostics.FailureAnalyzedException;

/** Takes our name in the plugin directory, where others may have it, or may have left it behind. */
final class PluginDirectoryEntry {
    /** What the operating system has room for, with the zero at its end. */
    private static final int LONGEST_PATH = 107;

    private PluginDirectoryEntry() {}

    /**
     * Makes room for a socket: what is left of a process that died is deleted.
     *
     * @throws FailureAnalyzedException if somebody answers there, or nothing can be there
     */
    static void claimSocket(Place place) {
        Path socket = place.socket();
        if (socket.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH) {
            throw new FailureAnalyzedException(
                    "the path " + socket + " is too long for a unix socket, which may have " + LONGEST_PATH + " bytes",
                    "set drover.infrakit.plugins to a shorter path, or drover.infrakit.gateway.entry to listen");
        }
        makeDirectory(place.directory());
        if (Files.exists(place.listen(), LinkOption.NOFOLLOW_LINKS)) {
            throw taken(place, place.listen());
        }
        if (Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
            if (answers(UnixDomainSocketAddress.of(socket))) {
                throw taken(place, socket);
            }
            delete(socket);
        }
    }

    /**
     * Makes sure that the file may be written: what is left of a process that died may be overwritten.
     *
     * @param url what is to be in it
     * @throws FailureAnalyzedException if somebody else answers there, or nothing can be there
     */
    static void claimListenFile(Place place, String url) {
        makeDirectory(place.directory());
        if (Files.exists(place.socket(), LinkOption.NOFOLLOW_LINKS)) {
            throw taken(place, place.socket());
        }
        Path listen = place.listen();
        if (Files.exists(listen, LinkOption.NOFOLLOW_LINKS)) {
            String before = content(listen);
            if (!before.equals(url) && listens(before)) {
                throw taken(place, listen);
            }
        }
    }

    private static String content(Path listen) {
        try {
            return Files.readString(listen).strip();
        } catch (IOException e) {
            throw unusable(listen, e);
        }
    }

    private static boolean listens(String url) {
        try {
            URI uri = new URI(url);
            int port = uri.getPort() >= 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
            return uri.getHost() == null || answers(new InetSocketAddress(uri.getHost(), port));
        } catch (URISyntaxException unreadable) {
            return true; // whoever wrote it may know
        }
    }

    private static void makeDirectory(Path directory) {
        try {
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(
                        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            refuseForeignWriters(directory, Files.getPosixFilePermissions(directory));
        } catch (IOException e) {
            throw unusable(directory, e);
        }
    }

    private static void refuseForeignWriters(Path directory, Set<PosixFilePermission> permissions) {
        if (permissions.contains(PosixFilePermission.OTHERS_WRITE)
                || permissions.contains(PosixFilePermission.GROUP_WRITE)) {
            throw new FailureAnalyzedException(
                    "others may write to the plugin directory " + directory
                            + ", and so put another plugin in the place of ours",
                    "chmod go-w " + directory);
        }
    }

    private static FailureAnalyzedException taken(Place place, Path path) {
        return new FailureAnalyzedException(
                "the plugin directory has another plugin '" + place.name() + "': " + path,
                "stop it, or set drover.infrakit.gateway.name to another name; if nobody answers there, delete that file");
    }

    private static boolean answers(SocketAddress address) {
        try (SocketChannel other = address instanceof UnixDomainSocketAddress
                ? SocketChannel.open(StandardProtocolFamily.UNIX)
                : SocketChannel.open()) {
            other.connect(address);
            return true;
        } catch (IOException | UnresolvedAddressException nobody) {
            return false;
        }
    }

    /** Only what is no file of somebody's: a socket is neither a file nor a directory nor a link. */
    private static void delete(Path socket) {
        if (Files.isRegularFile(socket, LinkOption.NOFOLLOW_LINKS)
                || Files.isDirectory(socket, LinkOption.NOFOLLOW_LINKS)
                || Files.isSymbolicLink(socket)) {
            throw new FailureAnalyzedException(
                    socket + " is no socket, and in the way of ours",
                    "move it away, or set drover.infrakit.gateway.name to another name");
        }
        try {
            Files.delete(socket);
        } catch (IOException e) {
            throw unusable(socket, e);
        }
    }

    static FailureAnalyzedException unusable(Path path, IOException e) {
        return new FailureAnalyzedException(
                "the plugin directory cannot be used: " + path + ": "
                        + e.getClass().getSimpleName() + ": " + e.getMessage(),
                "set drover.infrakit.plugins to a directory in which Drover may write");
    }
}
