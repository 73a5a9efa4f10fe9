package dev.drover.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.member.RowMoved;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionSynchronizationManager;

class RetriedTest {
    private final AtomicInteger attempts = new AtomicInteger();
    private final Retried retried = new Retried(TransactionOperations.withoutTransaction());

    @Test
    void whatFailedBecauseSomebodyWasInTheWayIsDoneAgain() {
        assertThat(retried.call(() -> failing(4, new CannotAcquireLockException("deadlock"))))
                .isEqualTo(5);
        attempts.set(0);
        assertThat(retried.call(() -> failing(1, new RowMoved("it", 1, 0)))).isEqualTo(2);
    }

    @Test
    void itIsNotDoneAgainForEver() {
        assertThatThrownBy(() -> retried.call(() -> failing(5, new CannotAcquireLockException("deadlock"))))
                .isInstanceOf(CannotAcquireLockException.class);
        assertThat(attempts).hasValue(5);
    }

    @Test
    void whatIsWrongIsNotDoneAgain() {
        assertThatThrownBy(() -> retried.run(() -> failing(1, new DuplicateKeyException("twice"))))
                .isInstanceOf(DuplicateKeyException.class);
        assertThat(attempts).hasValue(1);
    }

    @Test
    void aPartOfAnotherTransactionIsNotDoneAgainAlone() {
        TransactionSynchronizationManager.setActualTransactionActive(true);
        try {
            assertThatThrownBy(() -> retried.run(() -> failing(1, new CannotAcquireLockException("deadlock"))))
                    .isInstanceOf(CannotAcquireLockException.class);
        } finally {
            TransactionSynchronizationManager.setActualTransactionActive(false);
        }
        assertThat(attempts).hasValue(1);
    }

    private int failing(int times, RuntimeException failure) {
        if (attempts.incrementAndGet() <= times) {
            throw failure;
        }
        return attempts.get();
    }
}
