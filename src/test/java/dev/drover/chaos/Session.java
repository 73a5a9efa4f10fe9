package dev.drover.chaos;

import dev.drover.chaos.Entry.What;
import dev.drover.chaos.Fault.Op;
import dev.drover.provider.spi.Phase;
import dev.drover.provider.spi.ProviderFailure.Kind;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One call of the cloud, on a connection of its own. */
final class Session {
    private static final int PAGE = 4;
    private static final int DIED = 137;

    private final Cloud cloud;
    private final Socket socket;
    private final long call;

    Session(Cloud cloud, Socket socket) {
        this.cloud = cloud;
        this.socket = socket;
        this.call = cloud.calls.incrementAndGet();
    }

    void serve() {
        try (socket) {
            String line = Wire.reader(socket).readLine();
            if (line == null) {
                return;
            }
            Ask ask = cloud.labelled(Wire.JSON.readValue(line, Ask.class));
            if (ask.op() == Op.NONE) {
                Wire.write(socket, cloud.control(ask));
            } else {
                answer(ask, cloud.region(ask.provider()));
            }
        } catch (Lost | IOException e) {
            // nobody hears an answer
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(Ask ask, Region region) throws IOException, InterruptedException {
        if (ask.op() != Op.WATCH) {
            cloud.arrived(call, ask);
            hang(ask);
        }
        switch (ask.op()) {
            case CREATE -> create(ask, region);
            case DESTROY -> destroy(ask, region);
            case FIND -> find(ask, region);
            case LIST -> list(ask, region);
            case LABEL, UNLABEL -> {
                region.label(call, ask);
                tell(ask, Told.done(true), null);
            }
            case WATCH -> watch(region);
            case MACHINE, NONE -> throw new IllegalArgumentException("no call: " + ask.op());
        }
    }

    /** A call that came while its provider hangs has no effect, and no answer. */
    private void hang(Ask ask) throws InterruptedException {
        Long until = cloud.hanging.get(ask.provider());
        if (until != null && until > System.nanoTime()) {
            cloud.ledger.write(cloud.region(ask.provider()).fault(Fault.PROVIDER_HANGS, call));
            TimeUnit.NANOSECONDS.sleep(until - System.nanoTime());
            throw new Lost();
        }
    }

    private void create(Ask ask, Region region) throws IOException, InterruptedException {
        Random dice = cloud.weather.dice(Op.NONE);
        Fault fault = befallen(Op.CREATE, ask, region);
        Duration timeout = region.terms.createTimeout();
        switch (fault) {
            case CREATE_THROTTLED -> refuse(ask, Kind.THROTTLED, "slow down");
            case CREATE_OUT_OF_CAPACITY -> refuse(ask, Kind.OUT_OF_CAPACITY, "no room");
            case CREATE_REFUSED -> refuse(ask, Kind.RETRYABLE, "not now");
            case CREATE_LOST_BEFORE -> throw new Lost();
            case CREATE_ANSWER_LOST -> {
                region.make(call, ask, false);
                throw new Lost();
            }
            case CREATE_SLOWER_THAN_ITS_TIMEOUT ->
                makeLater(ask, region, 500 + dice.nextInt((int) timeout.toMillis() - 1500));
            case CREATE_AFTER_ITS_DEADLINE ->
                makeLater(ask, region, timeout.plus(region.terms.window()).toMillis() + 1000 + dice.nextInt(6000));
            case CREATE_MAKES_TWO -> {
                Machine first = region.make(call, ask, false);
                region.makeAnother(call, ask, false);
                tell(ask, Told.instances(List.of(first.seen())), first.id);
            }
            case CLOUD_DIES_BEFORE_EFFECT -> Runtime.getRuntime().halt(DIED);
            case CLOUD_DIES_AFTER_EFFECT -> {
                region.make(call, ask, false);
                Runtime.getRuntime().halt(DIED);
            }
            default -> {
                Machine made = region.make(call, ask, fault == Fault.ID_REUSED);
                Told.Seen seen = made.seen();
                tell(
                        ask,
                        Told.instances(List.of(
                                made.exists()
                                        ? seen
                                        : new Told.Seen(seen.id(), seen.token(), seen.labels(), Phase.GONE))),
                        made.id);
            }
        }
    }

    /** The fault that befalls this call, if it makes sense for it; {@link Fault#LIST_LAGS} stands for none. */
    private Fault befallen(Op op, Ask ask, Region region) {
        Optional<Fault> fault = cloud.weather.of(op).filter(it -> fits(it, ask, region));
        fault.ifPresent(it -> cloud.ledger.write(region.fault(it, call)));
        return fault.orElse(Fault.LIST_LAGS);
    }

    private static boolean fits(Fault fault, Ask ask, Region region) {
        return switch (fault) {
            case CREATE_MAKES_TWO -> !region.terms.idempotent() && ask.logicalId() == null;
            case CREATE_AFTER_ITS_DEADLINE -> ask.logicalId() == null;
            default -> true;
        };
    }

    private void makeLater(Ask ask, Region region, long millis) throws InterruptedException {
        cloud.pending.incrementAndGet();
        Thread.ofVirtual().start(() -> {
            Pause.millis(millis);
            region.make(call, ask, false);
            cloud.pending.decrementAndGet();
        });
        Thread.sleep(region.terms.createTimeout().plusSeconds(2));
        throw new Lost();
    }

    private void destroy(Ask ask, Region region) throws IOException, InterruptedException {
        Fault fault = befallen(Op.DESTROY, ask, region);
        switch (fault) {
            case DESTROY_THROTTLED -> refuse(ask, Kind.THROTTLED, "slow down");
            case DESTROY_REFUSED -> refuse(ask, Kind.RETRYABLE, "not now");
            case DESTROY_LOST_BEFORE -> throw new Lost();
            case DESTROY_ANSWER_LOST -> {
                region.destroy(call, ask, true);
                throw new Lost();
            }
            case DESTROY_HANGS -> {
                region.destroy(call, ask, true);
                Thread.sleep(Duration.ofSeconds(10));
                throw new Lost();
            }
            default -> tell(ask, Told.done(region.destroy(call, ask, fault != Fault.DESTROY_LIES)), "destroy");
        }
    }

    private void find(Ask ask, Region region) throws IOException {
        Fault fault = befallen(Op.FIND, ask, region);
        if (fault == Fault.FIND_FAILS) {
            refuse(ask, Kind.RETRYABLE, "not now");
            return;
        }
        List<Told.Seen> found = region.find(String.valueOf(ask.token()), fault == Fault.FIND_LAGS).stream()
                .toList();
        tell(ask, Told.instances(found), found.isEmpty() ? "nothing" : "found");
    }

    private void list(Ask ask, Region region) throws IOException, InterruptedException {
        Instant begun = Region.now();
        Fault fault = befallen(Op.LIST, ask, region);
        List<Machine> honest = region.listed(begun, ask.labels());
        List<Machine> shown = shown(fault, honest, region);
        hidden(ask, region, begun, honest, shown);
        boolean fails = fault == Fault.LIST_FAILS || fault == Fault.LIST_HANGS;
        for (int from = 0; from < shown.size() && !(fails && from > 0); from += PAGE) {
            Wire.write(
                    socket,
                    Told.instances(shown.subList(from, Math.min(from + PAGE, shown.size())).stream()
                            .map(Machine::seen)
                            .toList()));
        }
        if (fault == Fault.LIST_HANGS) {
            Thread.sleep(Duration.ofSeconds(3));
        }
        if (fails) {
            refuse(ask, Kind.RETRYABLE, "the listing broke off");
        } else {
            tell(ask, Told.done(true), shown.size() >= honest.size() ? "whole" : "lies");
        }
    }

    private List<Machine> shown(Fault fault, List<Machine> honest, Region region) {
        return switch (fault) {
            case LIST_SHORT -> honest.subList(0, Math.max(0, (honest.size() - 1) / PAGE * PAGE));
            case LIST_EMPTY -> List.of();
            case LIST_FEWER -> {
                Random dice = cloud.weather.dice(Op.NONE);
                yield honest.stream().filter(it -> dice.nextBoolean()).toList();
            }
            case LIST_SHOWS_FOREIGN -> region.listed(Region.now(), Map.of());
            default -> honest;
        };
    }

    /** Writes down what exists and is not shown: allowed within the window, a lie after it. */
    private void hidden(Ask ask, Region region, Instant begun, List<Machine> honest, List<Machine> shown) {
        List<Machine> missing = new ArrayList<>(region.existing());
        missing.removeIf(it -> shown.contains(it)
                || !it.labels.entrySet().containsAll(ask.labels().entrySet()));
        if (shown.size() == honest.size()
                && (!missing.isEmpty() || shown.stream().anyMatch(it -> !it.exists()))) {
            cloud.ledger.write(region.fault(Fault.LIST_LAGS, call));
        }
        missing.stream()
                .filter(it -> it.madeAt.plus(region.terms.window()).isBefore(begun))
                .forEach(it ->
                        cloud.ledger.write(region.entry(What.HIDDEN, call, ask.database(), it, null, null, null)));
    }

    private void watch(Region region) throws IOException, InterruptedException {
        BlockingQueue<Told.Seen> changes = new LinkedBlockingQueue<>();
        Consumer<Told.Seen> watcher = changes::add;
        region.watch(watcher);
        try {
            while (true) {
                Told.Seen change = changes.poll(1, TimeUnit.SECONDS);
                Wire.write(socket, Told.instances(change == null ? List.of() : List.of(change)));
            }
        } finally {
            region.unwatch(watcher);
        }
    }

    private void refuse(Ask ask, Kind kind, String message) throws IOException {
        tell(ask, Told.failed(kind, message), kind.name());
    }

    private void tell(Ask ask, Told told, @Nullable String text) throws IOException {
        cloud.ledger.write(cloud.called(What.ANSWERED, call, ask, text));
        Wire.write(socket, told);
    }

    /** The connection ends without an answer. */
    private static final class Lost extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
