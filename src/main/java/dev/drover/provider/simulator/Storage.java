package dev.drover.provider.simulator;

import dev.drover.provider.spi.ProviderFailure;
import dev.drover.provider.spi.ProviderFailure.Kind;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionException;

/** How calls to simulated clouds use Drover's database, and what it means to their callers when it fails. */
final class Storage {
    /** Of the pool's connections. It is sized for Drover's own writers, and calls come by the hundred. */
    private static final int CONNECTIONS = 6;

    private final Semaphore free = new Semaphore(CONNECTIONS, true);

    /**
     * Calls the database.
     *
     * @param lost what is known of a statement whose answer did not come
     */
    <T> T failing(Kind lost, Supplier<T> call) {
        try {
            free.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProviderFailure(Kind.RETRYABLE, "the call was cut before the simulated cloud had done it", e);
        }
        try {
            return call.get();
        } catch (CannotGetJdbcConnectionException | CannotCreateTransactionException e) {
            throw failure(Kind.RETRYABLE, e);
        } catch (DataAccessException | TransactionException e) {
            throw failure(lost, e);
        } finally {
            free.release();
        }
    }

    /** A question, or whatever else does no harm if it is put again. */
    <T> T asking(Supplier<T> question) {
        return failing(Kind.RETRYABLE, question);
    }

    private static ProviderFailure failure(Kind kind, RuntimeException e) {
        return new ProviderFailure(
                kind, "the database that holds the simulated cloud does not answer: " + e.getMessage(), e);
    }
}
