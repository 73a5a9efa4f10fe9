package dev.drover.provider.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.EventType;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.InstanceProvider;
import dev.drover.provider.spi.Labels;
import dev.drover.provider.spi.Phase;
import dev.drover.provider.spi.ProviderFailure;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Follows an engine's events. Whenever they begin anew, because the engine was away or broke them off, everything is listed once: what
 * happened in between is in no event.
 */
final class EventWatch implements InstanceProvider.Watch {
    private static final System.Logger LOG = System.getLogger(EventWatch.class.getName());
    private static final Duration AGAIN = Duration.ofMillis(300);

    private final Engine engine;
    private final Containers containers;
    private final Report report;
    private final Consumer<Instance> changed;
    private final Map<String, Instance> seen = new HashMap<>();
    private volatile boolean open = true;
    private volatile @Nullable Stream stream;

    private EventWatch(Engine engine, Containers containers, Report report, Consumer<Instance> changed) {
        this.engine = engine;
        this.containers = containers;
        this.report = report;
        this.changed = changed;
    }

    static EventWatch start(Engine engine, Containers containers, Report report, Consumer<Instance> changed) {
        EventWatch watch = new EventWatch(engine, containers, report, changed);
        Thread.ofVirtual().name("docker-watch").start(watch::run);
        return watch;
    }

    @Override
    public void close() {
        open = false;
        Stream current = stream;
        if (current != null) {
            current.close();
        }
    }

    private void run() {
        try {
            while (open) {
                follow();
                if (open) {
                    Thread.sleep(AGAIN);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Until the events end. */
    private void follow() throws InterruptedException {
        try (Stream events = new Stream()) {
            stream = events;
            engine.client()
                    .eventsCmd()
                    .withEventTypeFilter(EventType.CONTAINER)
                    .withEventFilter("start", "die", "destroy")
                    .withLabelFilter(Labels.TOKEN)
                    .exec(events);
            for (Signal signal = events.next(); open && !signal.ended(); signal = events.next()) {
                take(signal);
            }
        } catch (DockerException | ProviderFailure e) {
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "the events of " + engine.settings().host() + " broke off",
                    e);
        }
    }

    private void take(Signal signal) {
        Event event = signal.event();
        if (event == null) {
            list();
        } else if ("destroy".equals(event.getAction())) {
            gone(String.valueOf(event.getId()));
        } else {
            containers.listed(String.valueOf(event.getId())).ifPresent(it -> see(it, "die".equals(event.getAction())));
        }
    }

    private void list() {
        Set<String> listed = new HashSet<>();
        for (Container container : containers.made()) {
            listed.add(container.getId());
            see(container, false);
        }
        Set.copyOf(seen.keySet()).stream().filter(it -> !listed.contains(it)).forEach(this::gone);
    }

    /** The engine tells a death before its own listings show it. */
    private void see(Container container, boolean died) {
        Instance instance = died ? report.afterDeath(container) : report.instance(container);
        Instance before = seen.put(container.getId(), instance);
        if (before == null ? instance.phase() != Phase.STARTING : before.phase() != instance.phase()) {
            push(instance);
        }
    }

    private void gone(String id) {
        Instance last = seen.remove(id);
        if (last != null) {
            push(new Instance(
                    last.id(), last.token(), last.labels(), Phase.GONE, last.addresses(), last.ports(), null));
        }
    }

    private void push(Instance instance) {
        if (!open) {
            return;
        }
        try {
            changed.accept(instance);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "a listener failed for " + instance.id(), e);
        }
    }

    /** @param event null if the events have just begun, or ended */
    private record Signal(boolean ended, @Nullable Event event) {
        static final Signal BEGUN = new Signal(false, null);
        static final Signal ENDED = new Signal(true, null);
    }

    /** Hands events over to the watch's own thread: the one that they arrive on must not wait for what is asked about them. */
    private static final class Stream implements ResultCallback<Event> {
        private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
        private volatile @Nullable Closeable connection;

        Signal next() throws InterruptedException {
            return signals.take();
        }

        @Override
        public void onStart(Closeable begun) {
            connection = begun;
            signals.add(Signal.BEGUN);
        }

        @Override
        public void onNext(Event event) {
            signals.add(new Signal(false, event));
        }

        /** Closing it is one of the reasons. */
        @Override
        public void onError(Throwable failure) {
            signals.add(Signal.ENDED);
        }

        @Override
        public void onComplete() {
            signals.add(Signal.ENDED);
        }

        @Override
        public void close() {
            signals.add(Signal.ENDED);
            Closeable begun = connection;
            if (begun != null) {
                try {
                    begun.close();
                } catch (IOException e) {
                    LOG.log(System.Logger.Level.DEBUG, "the events did not close", e);
                }
            }
        }
    }
}
