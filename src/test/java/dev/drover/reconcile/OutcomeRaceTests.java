package dev.drover.reconcile;

import static dev.drover.StoredGroups.CAPABILITIES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.StoreTest;
import dev.drover.StoredGroups;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.Phase;
import dev.drover.provider.spi.ProviderId;
import dev.drover.provider.spi.Token;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What is answered while a pass, or a command, writes the same rows. */
@StoreTest
class OutcomeRaceTests {
    /** What passes and listings write to a member and its create, all while the answer waits. */
    private static final String KEPT = "update member set state = 'CREATING', leaving_since = null, leaving_why = null,"
            + " leaving_because = null where group_id = :group";

    private static final String RESTAMPED = "update action set epoch = epoch + 1 where group_id = :group";

    @Autowired
    ReconcilePass pass;

    @Autowired
    Claims claims;

    @Autowired
    OutcomeStatements outcomes;

    @Autowired
    StoredGroups groups;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    PlatformTransactionManager transactions;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aMemberThatIsKeptWhileItsCreateIsAnsweredRuns(boolean restamped) {
        String provider = groups.provider();
        long group = groups.declare(provider, 1);
        pass.run(String.valueOf(group));
        Claim.Provision claim =
                (Claim.Provision) claims.claim(provider, CAPABILITIES, 1).getFirst();
        groups.resize(group, provider, 0);
        pass.run(String.valueOf(group));
        assertThat(state(group)).isEqualTo("LEAVING");

        answeredDuring(group, claim, restamped ? List.of(RESTAMPED, KEPT) : List.of(KEPT));

        assertThat(state(group)).isEqualTo("RUNNING");
        assertThat(groups.text("select state from action where group_id = :group", group))
                .isEqualTo("DONE");
    }

    @Test
    void aMemberThatIsTakenAwayWhileItsCreateIsAnsweredStillLeaves() {
        String provider = groups.provider();
        long group = groups.declare(provider, 1);
        pass.run(String.valueOf(group));
        Claim.Provision claim =
                (Claim.Provision) claims.claim(provider, CAPABILITIES, 1).getFirst();

        answeredDuring(
                group,
                claim,
                List.of("update member set state = 'LEAVING', leaving_since = now(), leaving_why = 'SURPLUS'"
                        + " where group_id = :group"));

        assertThat(state(group)).isEqualTo("LEAVING");
        assertThat(groups.count("member where group_id = :group and provider_id is not null", group))
                .isOne();
    }

    private void answeredDuring(long group, Claim.Provision claim, List<String> statements) {
        List<CompletableFuture<Void>> answers = new TransactionTemplate(transactions).execute(transaction -> {
            statements.forEach(it -> jdbc.sql(it).param("group", group).update());
            CompletableFuture<Void> answer = CompletableFuture.runAsync(
                    () -> outcomes.write(List.of(new Outcome.Provisioned(claim, instance(claim)))));
            await().pollInSameThread()
                    .until(() -> jdbc.sql("select exists (select from pg_locks where not granted"
                                    + " and pg_backend_pid() = any(pg_blocking_pids(pid)))")
                            .query(Boolean.class)
                            .single());
            return List.of(answer);
        });
        answers.forEach(CompletableFuture::join);
    }

    private String state(long group) {
        return groups.text("select state from member where group_id = :group", group);
    }

    private static Instance instance(Claim.Provision claim) {
        return new Instance(
                new ProviderId("i-" + claim.action()),
                new Token(claim.action().toString()),
                Map.of(),
                Phase.RUNNING,
                List.of(),
                Map.of(),
                null);
    }
}
