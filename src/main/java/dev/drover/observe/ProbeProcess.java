package dev.drover.observe;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** One process that is given some time, in a session of its own. Linux only. */
final class ProbeProcess {
    private static final Set<String> INHERITED = Set.of("PATH", "HOME", "LANG", "TZ", "TMPDIR");
    private static final long LOOK_MILLIS = 10;

    private ProbeProcess() {}

    /**
     * How it ended.
     *
     * @param code empty if it did not end in time, and was killed
     * @param lastLine of its output, short and clean; empty if there is none
     */
    record End(OptionalInt code, String lastLine) {}

    /**
     * Runs it to its end, or kills it with all that it started when the time is over. Its own end counts: what it started
     * and left behind is not waited for.
     *
     * @throws IOException if it cannot be started
     */
    static End run(List<String> command, Map<String, String> environment, Duration timeout)
            throws IOException, InterruptedException {
        try (ProbeOutput output = ProbeOutput.open()) {
            Process process = start(command, environment, output.file());
            try {
                boolean ended = await(process, output, System.nanoTime() + timeout.toNanos());
                OptionalInt code = ended ? OptionalInt.of(process.exitValue()) : OptionalInt.empty();
                return new End(code, output.lastLine());
            } finally {
                if (process.isAlive()) {
                    kill(process);
                }
            }
        }
    }

    private static Process start(List<String> command, Map<String, String> environment, File output)
            throws IOException {
        List<String> inSession = new ArrayList<>(List.of("setsid", "--"));
        inSession.addAll(command);
        // Not the JVM's own pipe: that is read to its end when the process exits, and something that it left behind may
        // write into it for ever.
        ProcessBuilder builder = new ProcessBuilder(inSession)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(output))
                .redirectInput(Redirect.from(new File("/dev/null")));
        builder.environment().keySet().retainAll(INHERITED);
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static boolean await(Process process, ProbeOutput output, long until)
            throws IOException, InterruptedException {
        while (true) {
            long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
            boolean ended = process.waitFor(Math.clamp(left, 0, LOOK_MILLIS), TimeUnit.MILLISECONDS);
            output.take();
            if (ended || left <= 0) {
                return ended;
            }
        }
    }

    /** The group, and whoever left it but is still known as a descendant. */
    private static void kill(Process process) throws IOException, InterruptedException {
        List<ProcessHandle> descendants = process.descendants().toList();
        try {
            killGroup(process);
        } finally {
            descendants.forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static void killGroup(Process process) throws IOException, InterruptedException {
        new ProcessBuilder("/bin/sh", "-c", "kill -s KILL -- \"-$0\"", Long.toString(process.pid()))
                .redirectErrorStream(true)
                .redirectOutput(Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
