package dev.drover.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the kernel has counted of a process, see proc(5). */
final class Processor {
    /** The kernel's USER_HZ is 100 on every architecture that Drover runs on. */
    private static final double TICKS = 100;

    private Processor() {}

    /** Processor time of one process, in seconds. */
    static double of(long pid) {
        List<String> fields = stat(pid);
        return (Long.parseLong(fields.get(11)) + Long.parseLong(fields.get(12))) / TICKS;
    }

    /** Processor time of a process, of its children, and of those that it has waited for, in seconds. */
    static double ofFamily(long pid) {
        List<String> fields = stat(pid);
        double waitedFor = (Long.parseLong(fields.get(13)) + Long.parseLong(fields.get(14))) / TICKS;
        try (Stream<ProcessHandle> children =
                ProcessHandle.of(pid).orElseThrow().children()) {
            return of(pid)
                    + waitedFor
                    + children.mapToDouble(it -> ofOrNothing(it.pid())).sum();
        }
    }

    /** The same; 0 if the process is not on this machine, or has ended. */
    static double ofOrNothing(long pid) {
        try {
            return of(pid);
        } catch (UncheckedIOException e) {
            return 0;
        }
    }

    /** Memory that is resident, in MiB. */
    static double resident(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(it -> it.startsWith("VmRSS:"))
                    .mapToDouble(it -> Double.parseDouble(it.replaceAll("[^0-9]", "")) / 1024)
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The fields after the name of the command, which may hold anything. */
    private static List<String> stat(long pid) {
        try {
            String line = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return List.of(line.substring(line.lastIndexOf(')') + 2).split(" "));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
