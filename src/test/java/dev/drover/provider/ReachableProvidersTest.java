package dev.drover.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.TestPostgres;
import dev.drover.provider.fake.FakeProvider;
import dev.drover.web.Problem;
import dev.drover.web.ProblemType;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

@Tag("postgres")
class ReachableProvidersTest {
    private final Providers providers = new Providers(
            List.of(new ConfiguredProvider("local", "fake", new FakeProvider(), Duration.ofSeconds(10), 4)));
    private final ReachableProviders reachable =
            new ReachableProviders(providers, JdbcClient.create(TestPostgres.freshDatabase()));

    @Test
    void oneOfAnotherHostIsAskedForInstancesThereOnly() {
        assertThat(reachable.here("local").name()).isEqualTo("local");
        providers.belongsElsewhere("local");
        assertThatThrownBy(() -> reachable.here("local"))
                .isInstanceOfSatisfying(
                        Problem.class, it -> assertThat(it.type()).isEqualTo(ProblemType.PROVIDER_UNREACHABLE))
                .hasMessageContaining("belongs to another host");
        assertThat(reachable.configured("local").name()).isEqualTo("local");
    }
}
