package dev.drover.provider.simulator;

import dev.drover.provider.spi.ProviderFailure;
import dev.drover.provider.spi.ProviderFailure.Kind;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionException;

/** What a failing database means to the caller of a provider. */
final class Storage {
    private Storage() {}

    /** @param lost what is known of a statement whose answer did not come */
    static <T> T failing(Kind lost, Supplier<T> call) {
        try {
            return call.get();
        } catch (CannotGetJdbcConnectionException | CannotCreateTransactionException e) {
            throw failure(Kind.RETRYABLE, e);
        } catch (DataAccessException | TransactionException e) {
            throw failure(lost, e);
        }
    }

    private static ProviderFailure failure(Kind kind, RuntimeException e) {
        return new ProviderFailure(
                kind, "the database that holds the simulated cloud does not answer: " + e.getMessage(), e);
    }
}
