package dev.drover.chaos;

import dev.drover.chaos.Entry.What;
import dev.drover.chaos.Fault.Op;
import dev.drover.provider.spi.Phase;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The instances of one provider, as they really are, and what its listings show of them. Thread-safe. */
final class Region {
    final Terms terms;
    private final Ledger ledger;
    private final Weather weather;
    private final List<Machine> machines = new ArrayList<>();
    private final Deque<String> goneIds = new ArrayDeque<>();
    private final List<Consumer<Told.Seen>> watchers = new CopyOnWriteArrayList<>();
    private int numbers;

    Region(Terms terms, Ledger ledger, Weather weather) {
        this.terms = terms;
        this.ledger = ledger;
        this.weather = weather;
    }

    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }

    /** Takes in what it has written down itself before it died. */
    synchronized void replay(Entry entry) {
        switch (entry.what()) {
            case MADE -> {
                machines.add(new Machine(
                        String.valueOf(entry.id()),
                        entry.token(),
                        entry.labels(),
                        entry.at(),
                        entry.from() == null ? entry.at() : entry.from()));
                numbers++;
            }
            case DESTROYED, VANISHED ->
                exact(entry.id(), entry.token())
                        .ifPresent(it -> it.end(entry.at(), entry.from() == null ? entry.at() : entry.from()));
            case STOPPED -> exact(entry.id(), entry.token()).ifPresent(it -> it.phase = Phase.STOPPED);
            case LABELLED -> exact(entry.id(), entry.token()).ifPresent(it -> it.labels = entry.labels());
            default -> {
                // of the others nothing is remembered
            }
        }
    }

    /** Makes one; with idempotent creates the one that has this token already. */
    synchronized Machine make(long call, Ask ask, boolean reuseId) {
        Optional<Machine> same = terms.idempotent() ? byToken(String.valueOf(ask.token())) : Optional.empty();
        return same.orElseGet(() -> makeAnother(call, ask, reuseId));
    }

    synchronized Machine makeAnother(long call, Ask ask, boolean reuseId) {
        Instant now = now();
        String reused = reuseId ? goneIds.pollLast() : null;
        String id = reused == null ? "%s-%d".formatted(terms.name(), ++numbers) : reused;
        Machine machine = new Machine(id, ask.token(), ask.labels(), now, now.plus(lag()));
        ledger.write(entry(What.MADE, call, ask.database(), machine, ask.logicalId(), machine.listedFrom, null));
        machines.add(machine);
        return machine;
    }

    /** Whether there was one with this id and this token, which it accepts to destroy. */
    synchronized boolean destroy(long call, Ask ask, boolean really) {
        Optional<Machine> machine = exact(ask.id(), ask.token()).filter(Machine::exists);
        machine.ifPresent(it -> {
            ledger.write(entry(What.ACCEPTED, call, ask.database(), it, null, null, really ? null : "a lie"));
            if (really) {
                end(it, What.DESTROYED, call, ask.database());
            }
        });
        return machine.isPresent();
    }

    private void end(Machine machine, What what, long call, @Nullable String database) {
        Instant now = now();
        machine.end(now, now.plus(lag()));
        goneIds.add(machine.id);
        ledger.write(entry(what, call, database, machine, null, machine.unlistedFrom, null));
    }

    /** How much later than it happens a listing shows it. */
    private Duration lag() {
        Duration window = terms.window();
        if (weather.happens(Fault.LIST_LAGS_BEYOND)) {
            ledger.write(fault(Fault.LIST_LAGS_BEYOND, 0));
            return window.multipliedBy(2 + weather.dice(Op.NONE).nextInt(4));
        }
        return Duration.ofMillis(weather.dice(Op.NONE).nextLong(window.toMillis() * 8 / 10 + 1));
    }

    /** What is shown to somebody who looks the token up. */
    synchronized Optional<Told.Seen> find(String token, boolean lagging) {
        Instant now = now();
        return machines.stream()
                .filter(it -> token.equals(it.token) && it.exists())
                .filter(it -> !lagging || !now.isBefore(it.listedFrom))
                .findFirst()
                .map(Machine::seen);
    }

    /** What a listing without any fault shows now. */
    synchronized List<Machine> listed(Instant at, Map<String, String> labels) {
        return machines.stream()
                .filter(it -> it.isListed(at) && it.labels.entrySet().containsAll(labels.entrySet()))
                .toList();
    }

    synchronized List<Machine> existing() {
        return machines.stream().filter(Machine::exists).toList();
    }

    synchronized void label(long call, Ask ask) {
        machines.stream()
                .filter(it -> it.id.equals(ask.id()) && it.exists())
                .reduce((first, last) -> last)
                .ifPresent(it -> {
                    var labels = new java.util.HashMap<>(it.labels);
                    labels.putAll(ask.labels());
                    labels.keySet().removeAll(ask.keys());
                    it.labels = Map.copyOf(labels);
                    ledger.write(entry(What.LABELLED, call, ask.database(), it, null, null, null));
                });
    }

    /** What happens to instances by themselves within a second. */
    synchronized void age(String owner) {
        for (Machine machine : machines) {
            if (machine.exists() && machine.phase == Phase.RUNNING && machine.isOf(owner)) {
                if (weather.happens(Fault.MACHINE_STOPS)) {
                    stop(machine);
                } else if (weather.happens(Fault.MACHINE_VANISHES)) {
                    ledger.write(fault(Fault.MACHINE_VANISHES, 0));
                    end(machine, What.VANISHED, 0, null);
                }
            }
        }
    }

    /** One of these stops. */
    synchronized void strike(Map<String, String> labels) {
        machines.stream()
                .filter(it -> it.exists() && it.phase == Phase.RUNNING)
                .filter(it -> it.labels.entrySet().containsAll(labels.entrySet()))
                .findFirst()
                .ifPresent(this::stop);
    }

    private void stop(Machine machine) {
        machine.phase = Phase.STOPPED;
        ledger.write(fault(Fault.MACHINE_STOPS, 0));
        ledger.write(entry(What.STOPPED, 0, null, machine, null, null, null));
        watchers.forEach(it -> it.accept(machine.seen()));
    }

    void watch(Consumer<Told.Seen> watcher) {
        watchers.add(watcher);
    }

    void unwatch(Consumer<Told.Seen> watcher) {
        watchers.remove(watcher);
    }

    Entry fault(Fault fault, long call) {
        return new Entry(now(), What.FAULT, call, terms.name(), null, null, null, Map.of(), null, null, fault.name());
    }

    Entry entry(
            What what,
            long call,
            @Nullable String database,
            Machine machine,
            @Nullable String logicalId,
            @Nullable Instant from,
            @Nullable String text) {
        return new Entry(
                now(),
                what,
                call,
                terms.name(),
                database,
                machine.token,
                machine.id,
                machine.labels,
                logicalId,
                from,
                text);
    }

    private Optional<Machine> byToken(String token) {
        return machines.stream().filter(it -> token.equals(it.token)).findFirst();
    }

    synchronized Optional<Machine> exact(@Nullable String id, @Nullable String token) {
        return machines.stream()
                .filter(it -> it.id.equals(id) && (token == null ? it.token == null : token.equals(it.token)))
                .reduce((first, last) -> last);
    }

    /**
     * What a provider promises.
     *
     * @param window how long listings lag at most
     * @param createTimeout after which a create takes no effect any more
     */
    record Terms(String name, boolean idempotent, boolean watch, Duration window, Duration createTimeout) {}
}
