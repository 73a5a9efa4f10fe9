package dev.drover.provider.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The last lines of a member's log, for people who ask why a process died. */
final class LogTail {
    private static final int LINES = 3;
    private static final int CHARACTERS = 500;
    private static final int BYTES = 4 * CHARACTERS;

    private LogTail() {}

    /** Empty if there is no log, or it cannot be read: that must not hide the death itself. */
    static String of(MemberDirectory member) {
        byte[] end = end(member.log(), BYTES);
        if (end.length < BYTES) {
            // It may have been emptied a moment ago, even in the middle of a line.
            byte[] before = end(member.oldLog(1), BYTES - end.length);
            byte[] both = Arrays.copyOf(before, before.length + end.length);
            System.arraycopy(end, 0, both, before.length, end.length);
            end = both;
        }
        return lastLines(new String(end, StandardCharsets.UTF_8));
    }

    private static byte[] end(Path log, int length) {
        try (SeekableByteChannel channel = Files.newByteChannel(log)) {
            ByteBuffer end = ByteBuffer.allocate(length);
            channel.position(Math.max(0, channel.size() - length));
            while (end.hasRemaining() && channel.read(end) >= 0) {
                // Reads on until the end of the log.
            }
            return Arrays.copyOf(end.array(), end.position());
        } catch (IOException e) {
            return new byte[0];
        }
    }

    private static String lastLines(String text) {
        List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
        String last = String.join("\n", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
        return last.substring(Math.max(0, last.length() - CHARACTERS));
    }
}
