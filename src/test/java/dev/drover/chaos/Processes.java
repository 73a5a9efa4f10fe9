package dev.drover.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What is done to processes that the harness has started itself. */
final class Processes {
    private Processes() {}

    static void kill(ProcessHandle process) {
        process.destroyForcibly();
        process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
    }

    /** Kills a process with all that it has started, which begins with the parent, so that it starts no others. */
    static void killFamily(ProcessHandle process) {
        List<ProcessHandle> family = process.descendants().toList();
        process.destroyForcibly();
        family.forEach(ProcessHandle::destroyForcibly);
        process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
        family.forEach(it -> it.onExit().orTimeout(30, TimeUnit.SECONDS).join());
    }

    static void resume(ProcessHandle process) {
        signal("-CONT", process.pid());
    }

    static void pause(ProcessHandle process) {
        signal("-STOP", process.pid());
    }

    static boolean isPaused(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
            return stat.startsWith("T", stat.lastIndexOf(')') + 2);
        } catch (IOException e) {
            return false;
        }
    }

    private static void signal(String signal, long pid) {
        try {
            new ProcessBuilder("kill", signal, String.valueOf(pid)).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
