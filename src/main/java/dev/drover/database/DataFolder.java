package dev.drover.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalyzedException;

/**
 * The folder that holds the embedded Postgres, owned until it is closed. The operating system's lock decides who owns it,
 * because that one ends with its process, however the process ends.
 */
final class DataFolder implements AutoCloseable {
    private final Path path;
    private final FileChannel lock;

    private DataFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** @throws FailureAnalyzedException if somebody else owns it or it cannot be made */
    static DataFolder own(Path folder) {
        Path path = folder.toAbsolutePath().normalize();
        try {
            create(path);
            FileChannel channel =
                    FileChannel.open(path.resolve("drover.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                channel.close();
                throw new FailureAnalyzedException(
                        "another Drover is using " + path, "stop it, or set DROVER_DATA to another folder");
            }
            return new DataFolder(path, channel);
        } catch (IOException failure) {
            throw new FailureAnalyzedException(
                    "Drover cannot write to its data folder " + path + " (" + failure + ")",
                    "make it writable, or set DROVER_DATA to another folder",
                    failure);
        }
    }

    // Private, for it holds the database and the binaries that are run.
    private static void create(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            return;
        }
        Files.createDirectories(path);
        if (Files.getFileStore(path).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisJvm) {
            return null;
        }
    }

    Path path() {
        return path;
    }

    /** The data directory of Postgres. */
    Path postgres() {
        return path.resolve("postgres");
    }

    /** Where the binaries of Postgres are unpacked to: nobody else can write there, unlike a shared temporary folder. */
    Path binaries() {
        return path.resolve("binaries");
    }

    Path log() {
        return path.resolve("postgres.log");
    }

    /** Moves what a start that did not end has left behind out of the way. It is kept, because deleting data is not ours. */
    void setAside(Path unfinished) throws IOException {
        if (Files.exists(unfinished, LinkOption.NOFOLLOW_LINKS)) {
            Files.move(
                    unfinished, path.resolve(unfinished.getFileName() + ".unfinished-" + System.currentTimeMillis()));
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
