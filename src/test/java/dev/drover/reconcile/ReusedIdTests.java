package dev.drover.reconcile;

import static dev.drover.StoredGroups.CAPABILITIES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.StoreTest;
import dev.drover.StoredGroups;
import dev.drover.database.Rows;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.Phase;
import dev.drover.provider.spi.ProviderId;
import dev.drover.provider.spi.Token;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A provider gives the id of an instance that is gone to another one, before anybody has proven that it is gone. */
@StoreTest
class ReusedIdTests {
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

    private String provider = "";
    private long group;
    private List<Claim.Provision> claimed = List.of();

    @BeforeEach
    void oneHasTheIdAndAnotherIsBeingMade() {
        provider = groups.provider();
        group = groups.declare(provider, 2);
        pass.run(String.valueOf(group));
        claimed = claims.claim(provider, CAPABILITIES, 2).stream()
                .map(Claim.Provision.class::cast)
                .toList();
        outcomes.write(List.of(new Outcome.Provisioned(claimed.getFirst(), instance(claimed.getFirst()))));
    }

    @Test
    void theAnswerOfTheNewOneIsStored() {
        outcomes.write(List.of(new Outcome.Provisioned(claimed.getLast(), instance(claimed.getLast()))));

        assertThat(groups.count("member where group_id = :group and state = 'RUNNING' and provider_id = 'i-1'", group))
                .isEqualTo(2);
    }

    @Test
    void theNewOneIsBoundWhenItsAnswerWasLostAndItWasFound() {
        Claim lost = claimed.getLast();
        outcomes.write(List.of(new Outcome.Unknown(lost, "the answer was lost")));
        jdbc.sql("update member set found = :found::jsonb where group_id = :group and number = :member")
                .param("found", Rows.json(instance(lost)))
                .param("group", group)
                .param("member", lost.member().number())
                .update();

        pass.run(String.valueOf(group));

        assertThat(groups.count("member where group_id = :group and state = 'RUNNING' and provider_id = 'i-1'", group))
                .isEqualTo(2);
    }

    private static Instance instance(Claim claim) {
        return new Instance(
                new ProviderId("i-1"),
                new Token(claim.action().toString()),
                Map.of(),
                Phase.RUNNING,
                List.of(),
                Map.of(),
                null);
    }
}
