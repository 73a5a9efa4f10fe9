package dev.drover.provider.process;

import dev.drover.provider.spi.Token;
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
 * Sees to the end of members that are marked as stopping: signals, kills when their time is over, and takes them off the
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
    // When the next signal is due.
    private final Map<Token, Instant> nextSignal = new ConcurrentHashMap<>();

    Stopper(StateDirectory state, Clock clock, Consumer<Token> ended) {
        this.state = state;
        this.clock = clock;
        this.ended = ended;
        Thread.ofVirtual().name("process-stopper").start(this::run);
    }

    /**
     * Takes care of a member that is marked as stopping. Repeating it changes nothing.
     *
     * @return whether its end has come: nothing of it is left, and it is off the list
     */
    boolean stop(MemberDirectory member) {
        if (hasEnded(member)) {
            return true;
        }
        if (known.add(member.token())) {
            arrived.add(member.token());
        }
        return false;
    }

    private void run() {
        try {
            while (true) {
                if (nextSignal.isEmpty()) {
                    nextSignal.put(arrived.take(), Instant.MIN);
                }
                for (Token token = arrived.poll(); token != null; token = arrived.poll()) {
                    nextSignal.put(token, Instant.MIN);
                }
                nextSignal.keySet().removeIf(this::isOver);
                Thread.sleep(LOOK);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isOver(Token token) {
        try {
            MemberDirectory member = state.member(token);
            if (!hasEnded(member)) {
                signalIfDue(member);
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

    private boolean hasEnded(MemberDirectory member) {
        Optional<Identity> identity = member.identity();
        if (identity.map(Session::new).filter(Session::isAlive).isPresent()) {
            return false;
        }
        state.end(member, clock.instant());
        ended.accept(member.token());
        return true;
    }

    private void signalIfDue(MemberDirectory member) {
        member.identity().map(Session::new).ifPresent(session -> signalIfDue(member, session));
    }

    private void signalIfDue(MemberDirectory member, Session session) {
        Instant now = clock.instant();
        if (now.isBefore(nextSignal.getOrDefault(member.token(), Instant.MIN))) {
            return;
        }
        Instant deadline = member.stopping().orElse(now);
        if (now.isBefore(deadline)) {
            session.signal(member.request()
                    .map(StoredRequest::parsed)
                    .map(ProcessProperties::stopSignal)
                    .orElse("TERM"));
            nextSignal.put(member.token(), deadline);
        } else {
            session.kill();
            nextSignal.put(member.token(), now.plus(KILL_AGAIN));
        }
    }
}
