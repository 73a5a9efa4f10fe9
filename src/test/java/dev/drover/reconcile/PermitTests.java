package dev.drover.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.StoreTest;
import dev.drover.provider.Providers;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Permits are given back whatever happens: a provider without any is never called again until Drover is restarted. */
@StoreTest
class PermitTests {
    @Autowired
    Performer performer;

    @Autowired
    Providers providers;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionOperations transactions;

    @Test
    void aDatabaseThatFailsWhileAWindowIsOpenedTakesNoPermitWithIt() {
        int before = free();

        assertThatThrownBy(() -> transactions.executeWithoutResult(transaction -> {
                    assertThatThrownBy(() -> jdbc.sql("select 1 / 0")
                                    .query(Integer.class)
                                    .single())
                            .isInstanceOf(DataAccessException.class);
                    performer.open("fake", 3); // the transaction is aborted: nothing can be asked in it any more
                }))
                .isInstanceOf(DataAccessException.class);

        assertThat(before).isPositive();
        assertThat(free()).isEqualTo(before);
    }

    private int free() {
        return providers.here("fake").orElseThrow().permits().availablePermits();
    }
}
