package dev.drover.provider.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The last lines of a log, for people who ask why a process died. */
final class LogTail {
    private static final int LINES = 3;
    private static final int CHARACTERS = 500;
    private static final int BYTES = 4 * CHARACTERS;

    private LogTail() {}

    /** Empty if there is no log, or it cannot be read: that must not hide the death itself. */
    static String of(Path log) {
        try (SeekableByteChannel channel = Files.newByteChannel(log)) {
            ByteBuffer end = ByteBuffer.allocate(BYTES);
            channel.position(Math.max(0, channel.size() - BYTES));
            while (end.hasRemaining() && channel.read(end) >= 0) {
                // Reads on until the end of the log.
            }
            return lastLines(new String(end.array(), 0, end.position(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            return "";
        }
    }

    private static String lastLines(String text) {
        List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
        String last = String.join("\n", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
        return last.substring(Math.max(0, last.length() - CHARACTERS));
    }
}
