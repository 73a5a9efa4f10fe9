package dev.drover.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a measurement was made, as far as Linux tells. */
final class Machine {
    private Machine() {}

    static String processors() {
        return Runtime.getRuntime().availableProcessors() + " x "
                + value("/proc/cpuinfo", "model name").replaceAll("\\s+", " ");
    }

    static String memory() {
        long kib = Long.parseLong(value("/proc/meminfo", "MemTotal").replaceAll("[^0-9]", ""));
        return Math.round(kib / 1048576.0) + " GiB";
    }

    static String system() {
        return System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                + System.getProperty("os.arch");
    }

    static String load() {
        String[] parts = read("/proc/loadavg").split(" ", -1);
        return String.join(" ", parts[0], parts[1], parts[2]);
    }

    private static String value(String file, String key) {
        return read(file)
                .lines()
                .filter(it -> it.startsWith(key))
                .map(it -> it.substring(it.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown");
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
