package dev.drover.bench;

import java.lang.management.ManagementFactory;
import java.util.Locale;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Processor time that this JVM used, and the Postgres backends of its connections if they are on this machine (Linux). */
@TestComponent
public final class Cpu {
    private final JdbcClient jdbc;

    public Cpu(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Does it, and says what it cost. */
    public Cost of(Runnable work) {
        double jvm = jvm();
        double postgres = postgres();
        long begun = System.nanoTime();
        work.run();
        return new Cost(jvm() - jvm, postgres() - postgres, (System.nanoTime() - begun) / 1e9);
    }

    /** What the heap holds after a collection, in MB. */
    public static double liveHeap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1e6;
    }

    private static double jvm() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
    }

    private double postgres() {
        return jdbc
                .sql("select pid from pg_stat_activity where datname = current_database()")
                .query(Long.class)
                .list()
                .stream()
                .mapToDouble(Processor::ofOrNothing)
                .sum();
    }

    /** Seconds. */
    public record Cost(double jvm, double postgres, double wall) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "CPU %.2f s (JVM %.2f, Postgres %.2f), %.2f s by the clock",
                    jvm + postgres,
                    jvm,
                    postgres,
                    wall);
        }
    }
}
