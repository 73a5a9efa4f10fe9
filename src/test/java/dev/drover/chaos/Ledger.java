package dev.drover.chaos;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The cloud's log, which survives its death: a line is handed to the operating system before anybody hears of it. */
final class Ledger implements AutoCloseable {
    private final OutputStream file;

    private Ledger(OutputStream file) {
        this.file = file;
    }

    static Ledger open(Path path) throws IOException {
        return new Ledger(new FileOutputStream(path.toFile(), true));
    }

    /** What is written so far. The last line may be half written when the cloud was killed. */
    static List<Entry> read(Path path) {
        try {
            if (!Files.exists(path)) {
                return List.of();
            }
            String text = Files.readString(path);
            return text.substring(0, text.lastIndexOf('\n') + 1)
                    .lines()
                    .filter(it -> it.startsWith("{") && it.endsWith("}"))
                    .map(it -> Wire.JSON.readValue(it, Entry.class))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    synchronized void write(Entry entry) {
        try {
            file.write((Wire.JSON.writeValueAsString(entry) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
