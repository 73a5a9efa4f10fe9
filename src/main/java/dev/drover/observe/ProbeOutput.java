package dev.drover.observe;

import java.io.Closeable;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * A named pipe for the output of one process. Its end is kept, in bounded memory. It is read at a bounded speed, so that a
 * process that prints without end waits for us most of the time, and never waited for.
 */
final class ProbeOutput implements Closeable {
    private static final int KEPT = 4096;
    /** What a pipe holds: after the end of the process one more look takes all that it wrote. */
    private static final int AT_ONCE = 1 << 16;

    private static final int SHOWN = 200;
    private static final Pattern ESCAPE = Pattern.compile("\u001B\\[[0-9;?]*[ -/]*[@-~]");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");

    private final Path directory;
    private final Path pipe;
    private final RandomAccessFile file;
    private final FileInputStream input;
    private final byte[] buffer = new byte[KEPT];
    private byte[] end = {};

    private ProbeOutput(Path directory, Path pipe) throws IOException {
        this.directory = directory;
        this.pipe = pipe;
        // For reading and writing: opened for reading alone, it would wait for a writer.
        this.file = new RandomAccessFile(pipe.toFile(), "rw");
        this.input = new FileInputStream(file.getFD());
    }

    static ProbeOutput open() throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("drover-probe");
        Path pipe = directory.resolve("output");
        try {
            make(pipe);
            return new ProbeOutput(directory, pipe);
        } catch (IOException | InterruptedException | RuntimeException e) {
            Files.deleteIfExists(pipe);
            Files.deleteIfExists(directory);
            throw e;
        }
    }

    private static void make(Path pipe) throws IOException, InterruptedException {
        Process made = new ProcessBuilder("mkfifo", "-m", "600", pipe.toString())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.DISCARD)
                .start();
        if (made.waitFor() != 0) {
            throw new IOException("no pipe could be made at " + pipe);
        }
    }

    File file() {
        return pipe.toFile();
    }

    /** Takes what is there now, up to a limit. */
    void take() throws IOException {
        int left = AT_ONCE;
        for (int there = input.available(); there > 0 && left > 0; there = input.available()) {
            int read = input.read(buffer, 0, Math.min(there, buffer.length));
            keep(read);
            left -= read;
        }
    }

    private void keep(int read) {
        byte[] both = Arrays.copyOf(end, end.length + read);
        System.arraycopy(buffer, 0, both, end.length, read);
        end = Arrays.copyOfRange(both, Math.max(0, both.length - KEPT), both.length);
    }

    /** The last line that is not blank, without control characters, at most 200 characters of it. */
    String lastLine() {
        String text = ESCAPE.matcher(new String(end, StandardCharsets.UTF_8)).replaceAll("");
        String last = text.lines()
                .map(line -> CONTROL.matcher(line).replaceAll(" ").strip())
                .filter(line -> !line.isEmpty())
                .reduce("", (before, line) -> line);
        int shown = Math.min(SHOWN, last.codePointCount(0, last.length()));
        return last.substring(0, last.offsetByCodePoints(0, shown));
    }

    @Override
    public void close() throws IOException {
        file.close();
        Files.deleteIfExists(pipe);
        Files.deleteIfExists(directory);
    }
}
