package dev.drover.database;

import java.util.Objects;
import java.util.function.Supplier;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Runs something in a transaction, and does it again when somebody else was in its way: Postgres broke a deadlock, or a row was not
 * any more as it was read.
 */
@Component
public class Retried {
    private static final int ATTEMPTS = 5;

    private final TransactionOperations transactions;

    Retried(TransactionOperations transactions) {
        this.transactions = transactions;
    }

    /**
     * Within another transaction it is a part of that one, and done again with it.
     *
     * @throws ConcurrencyFailureException if somebody was in the way each time
     */
    public <T> T call(Supplier<T> transaction) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            return transaction.get();
        }
        for (int attempt = 1; ; attempt++) {
            try {
                return Objects.requireNonNull(transactions.execute(it -> transaction.get()));
            } catch (ConcurrencyFailureException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** The same for what has no result. */
    public void run(Runnable transaction) {
        call(() -> {
            transaction.run();
            return true;
        });
    }
}
