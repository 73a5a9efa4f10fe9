package dev.drover.chaos;

import dev.drover.chaos.Entry.What;
import dev.drover.chaos.Fault.Op;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A cloud in a process of its own, which alone knows what exists. Arguments: port, log file, seed, owner, and for each provider
 * {@code name,idempotent,watch,window in ms,createTimeout in ms}. It begins calm; the world that it belongs to changes that.
 */
public final class Cloud {
    final Map<String, Region> regions = new TreeMap<>();
    final Ledger ledger;
    final Weather weather;
    final Audit audit = new Audit();
    final ScheduledExecutorService later = Executors.newScheduledThreadPool(2, Thread.ofPlatform().daemon().factory());
    /** Effects that are still to come. */
    final AtomicInteger pending = new AtomicInteger();

    final AtomicLong calls = new AtomicLong();
    /** Until when the calls of a provider are not answered, by {@link System#nanoTime}. */
    final Map<String, Long> hanging = new ConcurrentHashMap<>();
    /** How often each call of the journal arrived here. */
    private final Map<String, Integer> arrived = new ConcurrentHashMap<>();

    private final String owner;

    private Cloud(Path log, long seed, String owner, List<Region.Terms> terms) throws IOException {
        List<Entry> before = Ledger.read(log);
        this.ledger = Ledger.open(log);
        this.weather = new Weather(seed + before.size());
        this.owner = owner;
        terms.forEach(it -> regions.put(it.name(), new Region(it, ledger, weather)));
        before.forEach(this::replay);
        ledger.write(entry(What.STARTED, null));
    }

    private void replay(Entry entry) {
        Region region = entry.provider() == null ? null : regions.get(entry.provider());
        if (region != null) {
            region.replay(entry);
        }
        calls.accumulateAndGet(entry.call(), Math::max);
        if (entry.what() == What.CALLED && entry.token() != null) {
            arrived.merge(key(String.valueOf(entry.text()), entry.database(), entry.token(), entry.id()), 1, Integer::sum);
        } else if (entry.what() == What.STARTED && entry.text() != null) {
            arrived.clear();
        }
    }

    public static void main(String[] arguments) throws IOException {
        List<String> given = Arrays.asList(arguments);
        Cloud cloud = new Cloud(
                Path.of(given.get(1)),
                Long.parseLong(given.get(2)),
                given.get(3),
                given.subList(4, given.size()).stream().map(Cloud::terms).toList());
        cloud.serve(Integer.parseInt(given.get(0)));
    }

    private static Region.Terms terms(String text) {
        List<String> parts = List.of(text.split(","));
        return new Region.Terms(
                parts.get(0),
                Boolean.parseBoolean(parts.get(1)),
                Boolean.parseBoolean(parts.get(2)),
                Duration.ofMillis(Long.parseLong(parts.get(3))),
                Duration.ofMillis(Long.parseLong(parts.get(4))));
    }

    private void serve(int port) throws IOException {
        later.scheduleAtFixedRate(() -> regions.values().forEach(it -> it.age(owner)), 1, 1, TimeUnit.SECONDS);
        try (ServerSocket server = new ServerSocket(port, 200, InetAddress.getLoopbackAddress())) {
            System.out.println("the cloud listens on " + port);
            while (true) {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> new Session(this, socket).serve());
            }
        }
    }

    /** What the world wants of its cloud. */
    Told control(Ask ask) {
        switch (String.valueOf(ask.id())) {
            case "climate" -> weather.change(climate(ask.labels()));
            case "databases" -> audit.knows(ask.labels());
            case "hang" ->
                hanging.put(
                        ask.provider(),
                        System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Long.parseLong(String.valueOf(ask.token()))));
            case "restored" -> {
                arrived.clear();
                ledger.write(entry(What.STARTED, "the database was restored"));
            }
            case "foreign" -> foreign(ask);
            case "strike" -> region(ask.provider()).strike(ask.labels());
            default -> {
                return Told.done(pending.get() == 0);
            }
        }
        return Told.done(true);
    }

    private void foreign(Ask ask) {
        Region region = region(ask.provider());
        region.makeAnother(0, ask, false);
    }

    private static Map<Fault, Double> climate(Map<String, String> rates) {
        Map<Fault, Double> climate = new EnumMap<>(Fault.class);
        rates.forEach((fault, rate) -> climate.put(Fault.valueOf(fault), Double.parseDouble(rate)));
        return climate;
    }

    Region region(String name) {
        Region region = regions.get(name);
        if (region == null) {
            throw new IllegalArgumentException("no provider " + name);
        }
        return region;
    }

    /** A destroy tells no labels, but its machine has some. */
    Ask labelled(Ask ask) {
        return ask.op() == Op.DESTROY
                ? region(ask.provider())
                        .exact(ask.id(), ask.token())
                        .map(it -> ask.with(it.labels))
                        .orElse(ask)
                : ask;
    }

    /** Writes down that a call came, and whether the journal knew of it before. */
    void arrived(long call, Ask ask) {
        ledger.write(called(What.CALLED, call, ask, ask.op().name()));
        if (ask.token() == null || (ask.op() != Op.CREATE && ask.op() != Op.DESTROY)) {
            return;
        }
        int times = arrived.merge(key(ask.op().name(), ask.database(), ask.token(), ask.id()), 1, Integer::sum);
        var attempts = audit.attempts(ask.op(), ask.database(), ask.token(), String.valueOf(ask.id()));
        if (attempts.isEmpty()) {
            ledger.write(called(What.NOT_AUDITED, call, ask, null));
        } else if (attempts.getAsInt() < times) {
            ledger.write(called(
                    What.UNJOURNALLED,
                    call,
                    ask,
                    "%s arrived %d times, the journal called it %d times".formatted(ask.op(), times, attempts.getAsInt())));
        }
    }

    /** Two machines may have one token: each is destroyed by a row of its own. */
    private static String key(String op, @Nullable String database, @Nullable String token, @Nullable String id) {
        return op + " " + database + " " + token + " " + id;
    }

    Entry called(What what, long call, Ask ask, @Nullable String text) {
        return new Entry(
                Region.now(),
                what,
                call,
                ask.provider(),
                ask.database(),
                ask.token(),
                ask.id(),
                ask.labels(),
                ask.logicalId(),
                null,
                text);
    }

    private static Entry entry(What what, @Nullable String text) {
        return new Entry(Region.now(), what, 0, null, null, null, null, Map.of(), null, null, text);
    }
}
