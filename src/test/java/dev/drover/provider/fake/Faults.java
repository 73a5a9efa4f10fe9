package dev.drover.provider.fake;

import dev.drover.provider.spi.ProviderFailure;
import dev.drover.provider.spi.ProviderFailure.Kind;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** What goes wrong with the next calls of a {@link FakeProvider}. Each fault is used up by one call, except a hang. */
public final class Faults {
    /** A method of the provider. */
    public enum Call {
        VALIDATE,
        PROVISION,
        FIND,
        LABEL,
        UNLABEL,
        DESTROY,
        DESCRIBE
    }

    private final Map<Call, Queue<ProviderFailure>> before = new ConcurrentHashMap<>();
    private final Map<Call, Queue<ProviderFailure>> after = new ConcurrentHashMap<>();
    private final Map<Call, Hang> hangs = new ConcurrentHashMap<>();
    private final Map<Call, Integer> calls = new ConcurrentHashMap<>();
    private volatile Set<Call> down = Set.of();

    /** The next such call fails, and nothing happens. */
    public void fail(Call call, Kind kind) {
        fail(call, new ProviderFailure(kind, kind + " on purpose"));
    }

    public void fail(Call call, ProviderFailure failure) {
        queue(before, call).add(failure);
    }

    /** The next such call takes effect, and its answer is lost. A listing breaks off after its first page. */
    public void loseAnswer(Call call) {
        queue(after, call).add(new ProviderFailure(Kind.UNKNOWN_OUTCOME, "the answer was lost on purpose"));
    }

    /** Such calls hang, before they take effect, until they are released. */
    public Hang hang(Call call) {
        Hang hang = new Hang();
        hangs.put(call, hang);
        return hang;
    }

    /** From now on these calls, and only these, fail each time they are made. */
    public void down(Call... calls) {
        down = Set.of(calls);
    }

    /** How often this was called. */
    public int calls(Call call) {
        return calls.getOrDefault(call, 0);
    }

    void before(Call call) {
        calls.merge(call, 1, Integer::sum);
        if (down.contains(call)) {
            throw new ProviderFailure(Kind.RETRYABLE, "the provider is down on purpose");
        }
        Hang hang = hangs.get(call);
        if (hang != null) {
            hang.await();
        }
        throwNext(before, call);
    }

    void after(Call call) {
        throwNext(after, call);
    }

    private static void throwNext(Map<Call, Queue<ProviderFailure>> faults, Call call) {
        @Nullable ProviderFailure failure = queue(faults, call).poll();
        if (failure != null) {
            throw failure;
        }
    }

    private static Queue<ProviderFailure> queue(Map<Call, Queue<ProviderFailure>> faults, Call call) {
        return faults.computeIfAbsent(call, key -> new ConcurrentLinkedQueue<>());
    }

    /** Calls that wait. */
    public static final class Hang {
        private final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);

        /** Returns when a call hangs here. */
        public void awaitEntered() {
            awaitUninterrupted(entered);
        }

        /** Lets all go on, also those that come later. */
        public void release() {
            released.countDown();
        }

        private void await() {
            entered.countDown();
            awaitUninterrupted(released);
        }

        private static void awaitUninterrupted(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ProviderFailure(Kind.UNKNOWN_OUTCOME, "interrupted while hanging on purpose", e);
            }
        }
    }
}
