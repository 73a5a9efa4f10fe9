package dev.drover.provider.spi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Names the host whose instances a state directory tells of: random, made once, kept in the directory itself. A host with
 * another or an empty directory is another host.
 */
public record HostId(String value) {
    public HostId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("a host id must not be blank");
        }
    }

    /**
     * Reads the id in {@code stateDirectory}, and makes it if there is none.
     *
     * @throws UncheckedIOException if it can neither be read nor written
     */
    public static HostId of(Path stateDirectory) {
        Path file = stateDirectory.resolve("host-id");
        try {
            if (!Files.exists(file)) {
                create(file);
            }
            return new HostId(Files.readString(file).trim());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A link cannot replace another's, and shows no half-written file. */
    private static void create(Path file) throws IOException {
        String id = UUID.randomUUID().toString();
        Path written = file.resolveSibling("host-id." + id);
        Files.writeString(written, id);
        try {
            Files.createLink(file, written);
        } catch (FileAlreadyExistsException e) {
            // Another Drover was first; its id is the host's.
        } finally {
            Files.delete(written);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
