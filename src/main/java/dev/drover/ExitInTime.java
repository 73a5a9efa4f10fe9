package dev.drover;

import java.time.Duration;

/** Sees to it that Drover ends soon after it was told to, whatever hangs then. What it leaves behind is as after a kill -9. */
final class ExitInTime {
    /** Everything that stops has its own limit, and all of them together are less. */
    private static final Duration LAST_RESORT = Duration.ofSeconds(27);

    /** As a JVM ends that was told to by SIGTERM. */
    private static final int TERMINATED = 143;

    private ExitInTime() {}

    static void install() {
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("exit in time").unstarted(ExitInTime::watch));
    }

    private static void watch() {
        Thread.ofPlatform().daemon().name("last resort").start(() -> {
            try {
                Thread.sleep(LAST_RESORT);
                Runtime.getRuntime().halt(TERMINATED);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
