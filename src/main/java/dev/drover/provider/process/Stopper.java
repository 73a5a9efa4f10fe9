package dev.drover.provider.process;

import dev.drover.provider.spi.Token;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/**
 * Sees to the end of members that are marked as stopping: asks, kills when their time is over, and takes them off the
 * list when nothing of them is left. What it does is in the mark, so another Drover can go on with it.
 */
final class Stopper {
    private static final System.Logger LOG = System.getLogger(Stopper.class.getName());
    private static final Duration LOOK = Duration.ofMillis(50);
    // What cannot be killed at once (a wait for a disk) need not be killed twenty times a second.
    private static final Duration KILL_AGAIN = Duration.ofSeconds(1);

    private final StateDirectory state;
    private final Clock clock;
    private final Consumer<Token> ended;
    private final Set<Token> known = ConcurrentHashMap.newKeySet();
    private final BlockingQueue<Token> arrived = new LinkedBlockingQueue<>();
    // When to kill the members that the loop cares for.
    private final Map<Token, Instant> due = new ConcurrentHashMap<>();

    Stopper(StateDirectory state, Clock clock, Consumer<Token> ended) {
        this.state = state;
        this.clock = clock;
        this.ended = ended;
        Thread.ofVirtual().name("process-stopper").start(this::run);
    }

    /**
     * Takes care of a member that is marked as stopping. It is asked to end by the caller's thread, so that however many
     * members stop, each has its time before it is killed. Repeating it changes nothing.
     *
     * @return whether its end has come: nothing of it is left, and it is off the list
     */
    boolean stop(MemberDirectory member, ProcessTable table) {
        if (hasEnded(member, table)) {
            return true;
        }
        if (known.add(member.token())) {
            ask(member);
            arrived.add(member.token());
        }
        return false;
    }

    private void ask(MemberDirectory member) {
        try {
            session(member).ifPresent(session -> session.signal(stopSignal(member)));
        } catch (UncheckedIOException e) {
            known.remove(member.token());
            throw e;
        }
    }

    private void run() {
        try {
            while (true) {
                if (due.isEmpty()) {
                    due.put(arrived.take(), Instant.MIN);
                }
                for (Token token = arrived.poll(); token != null; token = arrived.poll()) {
                    due.put(token, Instant.MIN);
                }
                ProcessTable table = new ProcessTable();
                due.keySet().removeIf(token -> isOver(token, table));
                Thread.sleep(LOOK);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isOver(Token token, ProcessTable table) {
        try {
            MemberDirectory member = state.member(token);
            if (!hasEnded(member, table)) {
                killIfDue(member);
                return false;
            }
        } catch (RuntimeException e) {
            // One member must not end the care for all others.
            LOG.log(System.Logger.Level.WARNING, "stopping " + token + " failed and is tried again", e);
            return false;
        }
        known.remove(token);
        return true;
    }

    private boolean hasEnded(MemberDirectory member, ProcessTable table) {
        if (session(member).filter(session -> session.isAlive(table)).isPresent()) {
            return false;
        }
        state.end(member, clock.instant());
        ended.accept(member.token());
        return true;
    }

    private void killIfDue(MemberDirectory member) {
        Instant now = clock.instant();
        Instant deadline = member.stopping().orElse(now);
        Instant next = due.getOrDefault(member.token(), Instant.MIN);
        if (!now.isBefore(deadline) && !now.isBefore(next)) {
            session(member).ifPresent(Session::kill);
            due.put(member.token(), now.plus(KILL_AGAIN));
        }
    }

    private static Optional<Session> session(MemberDirectory member) {
        return member.identity().map(Session::new);
    }

    private static String stopSignal(MemberDirectory member) {
        return member.request()
                .map(StoredRequest::parsed)
                .map(ProcessProperties::stopSignal)
                .orElse("TERM");
    }
}
