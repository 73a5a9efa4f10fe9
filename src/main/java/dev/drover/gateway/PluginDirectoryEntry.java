package dev.drover.gateway;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
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
        refuseListenFile(place);
        if (Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
            refuseWhatAnswers(place);
            delete(socket);
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

    private static void refuseListenFile(Place place) {
        if (Files.exists(place.listen(), LinkOption.NOFOLLOW_LINKS)) {
            throw new FailureAnalyzedException(
                    "the plugin directory has a plugin of the name '" + place.name() + "' already: " + place.listen(),
                    "set drover.infrakit.gateway.name to another name, or delete that file if nobody answers there");
        }
    }

    private static void refuseWhatAnswers(Place place) {
        try (SocketChannel other = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            other.connect(UnixDomainSocketAddress.of(place.socket()));
        } catch (IOException nobody) {
            return;
        }
        throw new FailureAnalyzedException(
                "another process answers as the plugin '" + place.name() + "' at " + place.socket(),
                "stop it, or set drover.infrakit.gateway.name to another name");
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
                "the plugin directory cannot be used: " + path + ": " + e.getClass().getSimpleName() + ": "
                        + e.getMessage(),
                "set drover.infrakit.plugins to a directory in which Drover may write");
    }
}
