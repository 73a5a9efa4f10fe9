package dev.drover.reconcile;

import static dev.drover.StoredGroups.CAPABILITIES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.StoreTest;
import dev.drover.StoredGroups;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionOperations;

/** Claims and commands on connections of their own, at the same time. */
@StoreTest
@Timeout(
        value = 30,
        threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // a claim that waits for a lock would wait for ever
class ClaimsTests {
    @Autowired
    Claims claims;

    @Autowired
    ReconcilePass pass;

    @Autowired
    StoredGroups groups;

    @Autowired
    TransactionOperations transactions;

    @Autowired
    DataSource database;

    private String provider = "";

    @BeforeEach
    void provider() {
        provider = groups.provider();
    }

    @Test
    void aClaimSkipsAGroupThatACommandHasLockedAndNeverTakesWhatItFenced() throws SQLException {
        long group = planned(3);
        long other = planned(1);
        try (Connection command = database.getConnection()) {
            command.setAutoCommit(false);
            execute(command, "select 1 from fleet_group where id = " + group + " for no key update");

            assertThat(claim(10)).extracting(Claim::group).containsExactly(other);

            execute(command, "update fleet_group set epoch = epoch + 1, fence = epoch + 1 where id = " + group);
            command.commit();
        }
        assertThat(claim(10)).isEmpty();
        assertThat(called(group)).isZero();

        run(group); // a pass that still wants them stamps them anew
        assertThat(claim(10)).hasSize(3);
    }

    @Test
    void aCommandThatWaitsForAClaimSeesItsCalls() throws SQLException {
        long group = planned(1);
        try (Connection command = database.getConnection()) {
            execute(command, "set lock_timeout = '200ms'");
            transactions.executeWithoutResult(transaction -> {
                assertThat(claim(1)).hasSize(1);
                assertThatThrownBy(() -> lock(command, group)).hasMessageContaining("lock timeout");
            });
            lock(command, group);
        }
        assertThat(called(group)).isOne();
    }

    @Test
    void aFenceThatIsRaisedBetweenPlanAndClaimHolds() {
        long group = planned(2);
        groups.fence(group);
        assertThat(claim(10)).isEmpty();
    }

    @Test
    void whatACommandOnAnotherConnectionFencesAtTheHeadStarvesNobody() throws SQLException {
        long fenced = planned(5);
        long other = planned(1);
        try (Connection command = database.getConnection()) {
            execute(command, "update fleet_group set epoch = epoch + 1, fence = epoch + 1 where id = " + fenced);
        }
        assertThat(claim(1)).extracting(Claim::group).containsExactly(other);
    }

    @Test
    void lockedActionsAtTheHeadStarveNobody() throws SQLException {
        long locked = planned(5);
        long other = planned(1);
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            lock(connection, locked);
            assertThat(claim(1)).extracting(Claim::group).containsExactly(other);
            connection.rollback();
        }
    }

    @Test
    void noMoreIsClaimedThanThereArePermits() {
        long group = planned(5);
        assertThat(claim(2)).hasSize(2);
        assertThat(called(group)).isEqualTo(2);
        assertThat(claim(10)).hasSize(3);
        assertThat(claim(10)).isEmpty();
    }

    @Test
    void aClaimThatIsNotCommittedTakesNothingFromAnother() {
        planned(4);
        transactions.executeWithoutResult(transaction -> {
            List<Claim> mine = claim(2);
            List<Claim> others = elsewhere(() -> claim(10));
            assertThat(others).hasSize(2).doesNotContainAnyElementsOf(mine);
        });
    }

    @Test
    void claimsAtTheSameTimeNeverTakeTheSameAction() throws Exception {
        for (int i = 0; i < 4; i++) {
            planned(10);
        }
        int replicas = 8;
        CyclicBarrier together = new CyclicBarrier(replicas);
        List<Future<List<Claim>>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(replicas)) {
            for (int i = 0; i < replicas; i++) {
                answers.add(threads.submit(() -> {
                    together.await();
                    return claim(3);
                }));
            }
        }
        Set<UUID> seen = new HashSet<>();
        for (Future<List<Claim>> answer : answers) {
            assertThat(answer.get()).hasSizeLessThanOrEqualTo(3);
            answer.get()
                    .forEach(it ->
                            assertThat(seen.add(it.action())).as("claimed once").isTrue());
        }
        assertThat(seen).isNotEmpty();
    }

    private long planned(int size) {
        long group = groups.declare(provider, size);
        run(group);
        assertThat(groups.count("action where group_id = :group and state = 'PLANNED'", group))
                .isEqualTo(size);
        return group;
    }

    private void run(long group) {
        assertThat(pass.run(String.valueOf(group))).isPresent();
    }

    private List<Claim> claim(int permits) {
        return claims.claim(provider, CAPABILITIES, permits);
    }

    private long called(long group) {
        return groups.count("action where group_id = :group and state = 'CALLED'", group);
    }

    private static <T> T elsewhere(Callable<T> work) {
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            return Objects.requireNonNull(thread.submit(work).get());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void lock(Connection connection, long group) throws SQLException {
        execute(connection, "select 1 from fleet_group where id = " + group + " for no key update");
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
