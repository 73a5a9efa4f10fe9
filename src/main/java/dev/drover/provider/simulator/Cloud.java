package dev.drover.provider.simulator;

import dev.drover.database.Rows;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The row of one cloud: its seed, its knobs, and the numbers of its creates. */
final class Cloud {
    /** How long another replica may not know yet that a knob was turned. */
    private static final Duration CACHED = Duration.ofSeconds(1);

    private static final int BLOCK = 100;

    private final String name;
    private final JdbcClient jdbc;
    private final long seed;
    private final AtomicReference<@Nullable Held> held = new AtomicReference<>();
    private final AtomicLong reads = new AtomicLong();
    private long next;
    private long end;

    private record Held(Knobs knobs, long nanos) {}

    private Cloud(String name, JdbcClient jdbc) {
        this.name = name;
        this.jdbc = jdbc;
        this.seed = jdbc.sql("select seed from simulated_cloud where provider = :provider")
                .param("provider", name)
                .query(Long.class)
                .single();
    }

    /** The first to ask decides seed and knobs; otherwise it is as it is stored. */
    static Cloud of(String name, Settings settings, JdbcClient jdbc) {
        jdbc.sql("""
                insert into simulated_cloud (provider, seed, knobs, taken) values (:provider, :seed, :knobs::jsonb, :unknown)
                on conflict do nothing
                """)
                .param("provider", name)
                .param("seed", settings.seed())
                .param("knobs", Rows.json(settings.knobs().written()))
                .param("unknown", Knobs.UNLIMITED)
                .update();
        return new Cloud(name, jdbc);
    }

    String name() {
        return name;
    }

    long seed() {
        return seed;
    }

    /** The knobs, as they were a second ago or later. */
    Knobs knobs() {
        Held known = held.get();
        if (known != null && System.nanoTime() - known.nanos < CACHED.toNanos()) {
            return known.knobs;
        }
        Held read = new Held(stored(), System.nanoTime());
        held.set(read);
        return read.knobs;
    }

    private Knobs stored() {
        return Knobs.DEFAULTS.with(Rows.tree(jdbc.sql("select knobs from simulated_cloud where provider = :provider")
                .param("provider", name)
                .query(String.class)
                .single()));
    }

    /** Whoever makes an instance next counts them all, as nobody counts while there is no limit. */
    void turn(Knobs knobs) {
        jdbc.sql("update simulated_cloud set knobs = :knobs::jsonb, taken = :unknown where provider = :provider")
                .param("provider", name)
                .param("knobs", Rows.json(knobs.written()))
                .param("unknown", Knobs.UNLIMITED)
                .update();
        held.set(new Held(knobs, System.nanoTime()));
    }

    /**
     * A number that no create of this cloud had before. They are taken from the database in blocks: at one row, all creates
     * would queue.
     */
    synchronized long number() {
        if (next == end) {
            end = jdbc.sql("""
                    update simulated_cloud set next_number = next_number + :block where provider = :provider
                    returning next_number
                    """)
                    .param("provider", name)
                    .param("block", BLOCK)
                    .query(Long.class)
                    .single();
            next = end - BLOCK;
        }
        return next++;
    }

    /** The next listing or look-up. Nothing stored depends on it. */
    Dice read() {
        return new Dice(seed, "read " + reads.getAndIncrement());
    }
}
