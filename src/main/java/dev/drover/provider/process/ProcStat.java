package dev.drover.provider.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What {@code /proc/PID/stat} tells of a process, see proc_pid_stat(5).
 *
 * @param startTicks when it was started, in clock ticks since the boot: unlike the JVM's start instant, it does not move
 *     when the clock is set
 */
record ProcStat(long pid, char state, long group, long session, long startTicks) {
    private static final Path PROC = Path.of("/proc");

    // Where fields stand behind the command's name; proc_pid_stat(5) counts from 1 and the name is field 2.
    private static final int STATE = 0;
    private static final int GROUP = 2;
    private static final int SESSION = 3;
    private static final int START_TICKS = 19;

    static Optional<ProcStat> of(long pid) {
        try {
            // A process may give itself any bytes as its name.
            String stat = Files.readString(PROC.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
            return Optional.of(parse(pid, stat));
        } catch (NoSuchFileException | AccessDeniedException e) {
            // What is hidden (hidepid) is another user's, so none of ours.
            return Optional.empty();
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).contains("No such process")) {
                return Optional.empty();
            }
            // "Too many open files" must not look like a death.
            throw new UncheckedIOException(e);
        }
    }

    static ProcStat parse(long pid, String stat) {
        // The name may hold spaces and parentheses; nothing behind it does.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).trim().split(" ", -1);
        return new ProcStat(
                pid,
                fields[STATE].charAt(0),
                Long.parseLong(fields[GROUP]),
                Long.parseLong(fields[SESSION]),
                Long.parseLong(fields[START_TICKS]));
    }

    /** Every process there is. */
    static List<ProcStat> all() {
        List<ProcStat> all = new ArrayList<>();
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(PROC, "[0-9]*")) {
            directories.forEach(directory ->
                    of(Long.parseLong(String.valueOf(directory.getFileName()))).ifPresent(all::add));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    /** A zombie runs no more; who should reap it may never do so. */
    boolean isAlive() {
        return state != 'Z' && state != 'X';
    }
}
