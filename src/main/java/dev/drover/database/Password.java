package dev.drover.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The embedded Postgres's password. It is stored in the data directory once that is complete, so that a directory without it is
 * one whose first start was cut short.
 */
record Password(String value) {
    private static final String FILE = "drover.password";

    static Password random() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return new Password(HexFormat.of().formatHex(bytes));
    }

    static boolean isIn(Path dataDirectory) {
        return Files.exists(dataDirectory.resolve(FILE));
    }

    static Password readFrom(Path dataDirectory) throws IOException {
        return new Password(Files.readString(dataDirectory.resolve(FILE)).strip());
    }

    void writeTo(Path dataDirectory) throws IOException {
        whileInFile(
                dataDirectory, file -> Files.move(file, dataDirectory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE));
    }

    <T> T whileInFile(Path folder, UseOfFile<T> use) throws IOException {
        Path file = Files.createTempFile(folder, "drover", ".password"); // readable by its owner only
        try {
            return use.with(Files.writeString(file, value));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    @Override
    public String toString() {
        return "a password";
    }

    interface UseOfFile<T> {
        T with(Path file) throws IOException;
    }
}
