package dev.drover.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.StoreTest;
import dev.drover.StoredGroups;
import dev.drover.database.Rows;
import dev.drover.work.DatabaseClock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What this replica, which has the provider fake, concludes from what others said of theirs. */
@StoreTest
class LostProvidersTests {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Duration LONG = Duration.ofSeconds(16);

    @Autowired
    private RollCall roll;

    @Autowired
    private Replicas replicas;

    @Autowired
    private StoredGroups groups;

    @Autowired
    private DatabaseClock clock;

    @Autowired
    private JdbcClient jdbc;

    private final String provider = "cloud-" + COUNT.incrementAndGet();
    private long group;
    private Instant now = Instant.EPOCH;

    @BeforeEach
    void aGroup() {
        jdbc.sql("delete from replica").update();
        groups.provider(provider);
        group = groups.declare(provider, 1);
        now = clock.now().truncatedTo(ChronoUnit.MICROS);
    }

    @Test
    void aProviderThatAnotherReplicaHasConfiguredIsThere() {
        said("other", "hera", null, now);
        roll.say();

        assertThat(instant("nowhere_since")).isNull();
        assertThat(replicas.providersOfOthers()).contains(provider);
        assertThat(replicas.having(provider)).extracting(Replicas.Living::host).containsExactly("hera");
    }

    @Test
    void aProviderIsNowhereSinceTheLastReplicaThatHadItSpokeLast() {
        said("other", "hera", null, now);
        roll.say();
        forgetWakes();
        clock.step(LONG);
        roll.say();

        assertThat(instant("nowhere_since")).isEqualTo(now);
        assertThat(wakes()).isEqualTo(1);
        assertThat(replicas.providersOfOthers()).doesNotContain(provider);

        roll.say();
        assertThat(instant("nowhere_since")).isEqualTo(now);
        assertThat(wakes()).as("told once").isEqualTo(1);
    }

    @Test
    void aSilenceOfAFewBeatsIsNoDeath() {
        said("other", "hera", null, now);
        clock.step(Duration.ofSeconds(12));
        roll.say();

        assertThat(instant("nowhere_since")).isNull();
    }

    @Test
    void aProviderThatIsBackCanBeReachedSinceThen() {
        said("other", "hera", null, now.minus(LONG));
        roll.say();
        assertThat(instant("nowhere_since")).isNotNull();
        forgetWakes();

        said("next", "hera", null, now);
        roll.say();

        assertThat(instant("nowhere_since")).isNull();
        assertThat(instant("reached_since")).isAfterOrEqualTo(now);
        assertThat(wakes()).isEqualTo(1);
    }

    @Test
    void aHostIsAwaySinceItsReplicaSpokeLast() {
        boundTo("host-1", "hera");
        said("other", "hera", "host-1", now.minus(LONG));
        said("third", "zeus", "host-2", now);
        roll.say();

        assertThat(instant("away_since")).isEqualTo(now.minus(LONG));
        assertThat(instant("nowhere_since")).isNull();
        assertThat(wakes()).isPositive();
    }

    @Test
    void aHostIsAwayAlsoIfNobodyElseHasTheProvider() {
        boundTo("host-1", "hera");
        said("other", "hera", "host-1", now.minus(LONG));
        roll.say();

        assertThat(instant("away_since")).isEqualTo(now.minus(LONG));
        assertThat(instant("nowhere_since")).isNull();
    }

    @Test
    void aProviderThatItsOwnHostHasNoLongerIsMissing() {
        boundTo("host-1", "hera");
        said("before", "hera", "host-1", now.minus(LONG));
        saidNothingOfIt("after", "hera");
        roll.say();

        assertThat(instant("nowhere_since")).isEqualTo(now.minus(LONG));
        assertThat(instant("away_since")).isNull();
    }

    @Test
    void aHostThatIsBackIsAtHome() {
        boundTo("host-1", "hera");
        said("before", "hera", "host-1", now.minus(LONG));
        roll.say();
        said("after", "hera", "host-1", now);
        roll.say();

        assertThat(instant("away_since")).isNull();
        assertThat(instant("reached_since")).isNotNull();
    }

    private void boundTo(String host, String machine) {
        jdbc.sql("update provider_state set host = :host, host_name = :machine where name = :name")
                .param("host", host)
                .param("machine", machine)
                .param("name", provider)
                .update();
    }

    private void said(String id, String machine, @Nullable String host, Instant at) {
        write(
                id,
                machine,
                "jsonb_build_object('" + provider + "', " + (host == null ? "null" : "'" + host + "'") + ")",
                at);
    }

    private void saidNothingOfIt(String id, String machine) {
        write(id, machine, "'{}'", now);
    }

    private void write(String id, String machine, String providers, Instant at) {
        jdbc.sql("insert into replica (id, host, since, said_at, providers) values (:id, :host, :at, :at, " + providers
                        + ")")
                .param("id", id)
                .param("host", machine)
                .param("at", Rows.timestamp(at))
                .update();
    }

    private @Nullable Instant instant(String column) {
        return jdbc
                .sql("select " + column + " from provider_state where name = :name")
                .param("name", provider)
                .query((row, number) -> row.getObject(1, OffsetDateTime.class))
                .list()
                .stream()
                .filter(it -> it != null)
                .map(OffsetDateTime::toInstant)
                .findFirst()
                .orElse(null);
    }

    private void forgetWakes() {
        jdbc.sql("delete from wake").update();
    }

    private long wakes() {
        return jdbc.sql("select count(*) from wake where group_id = :group")
                .param("group", group)
                .query(Long.class)
                .single();
    }
}
