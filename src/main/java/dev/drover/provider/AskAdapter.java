package dev.drover.provider;

import dev.drover.provider.spi.ProviderFailure;
import dev.drover.spec.Durations;
import dev.drover.web.Problem;
import dev.drover.web.ProblemType;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks an adapter for somebody who waits: what goes wrong with it is a problem that he reads, and it is not waited for long. */
public final class AskAdapter {
    /** Long enough for a large listing, short enough for a person. */
    public static final Duration LIMIT = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(AskAdapter.class);

    private AskAdapter() {}

    /**
     * What the adapter answers, within {@link #LIMIT}.
     *
     * @param who the adapter, in a sentence
     * @throws Problem with the adapter's own words if it fails, refuses, or does not answer
     */
    public static <T> T ask(String who, Callable<T> question) {
        try {
            return Patience.of(LIMIT).call(question);
        } catch (TimeoutException e) {
            throw unreachable(who + " did not answer within " + Durations.format(LIMIT) + ": try again later");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable(who + " was not waited for: Drover is stopping");
        } catch (ExecutionException e) {
            throw failed(who, e.getCause());
        }
    }

    private static Problem failed(String who, @Nullable Throwable failure) {
        if (failure instanceof ProviderFailure refusal && refusal.kind() == ProviderFailure.Kind.REJECTED) {
            return new Problem(ProblemType.VALIDATION, who + " refuses: " + refusal.getMessage());
        }
        if (failure instanceof ProviderFailure) {
            return unreachable(who + " failed: " + failure.getMessage());
        }
        LOG.warn("{} failed in a way that it should not", who, failure);
        return unreachable(who + " failed in a way that it should not; Drover's log says more");
    }

    private static Problem unreachable(String detail) {
        return new Problem(ProblemType.PROVIDER_UNREACHABLE, detail);
    }
}
