package dev.drover.chaos;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Debian's faketime, where it is installed: it lets a process believe in another time. */
final class Faketime {
    static final List<String> COMMAND = List.of("faketime", "-f", "+120s");

    private Faketime() {}

    static boolean isHere() {
        return Arrays.stream(
                        System.getenv().getOrDefault("PATH", "/usr/bin:/bin").split(":"))
                .anyMatch(it -> Files.isExecutable(Path.of(it, "faketime")));
    }
}
