package dev.drover.application;

import static dev.drover.application.Groups.eventually;
import static dev.drover.application.Groups.newName;
import static dev.drover.application.Groups.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.provider.fake.FakeProvider;
import dev.drover.provider.fake.Faults.Call;
import dev.drover.provider.spi.Instance;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/**
 * What control planes before this one did wrong, on a provider that knows no token twice and whose listings may lag for a minute:
 * a lagging listing that grew a group, a slow create that was made twice, creates without back-off. A restart that made second
 * machines is {@link RestartTests}'s.
 */
@ApplicationTest
@TestPropertySource(
        properties = {
            "drover.providers.lagging.type=fake",
            "drover.providers.lagging.observe-every=1s",
            "drover.providers.lagging.settings.consistency-window=PT1M"
        })
class KnownFailuresTests {
    private static final Duration LESS_THAN_THE_WINDOW = Duration.ofSeconds(50);

    @Autowired
    Groups groups;

    private FakeProvider provider;
    private final String name = newName();

    @BeforeEach
    void lagging() {
        provider = groups.provider("lagging");
    }

    @AfterEach
    void leaveNothing() {
        provider.faults().down();
        provider.thawListings();
        groups.delete("/v1/groups/" + name);
        eventually().until(() -> {
            groups.step(Duration.ofSeconds(20));
            return groups.get("/v1/groups/" + name).status() == 404;
        });
        assertThat(provider.instances()).isEmpty();
    }

    @Test
    void aListingThatLagsMakesNoGroupGrow() {
        provider.freezeListings();
        groups.put(name, spec("lagging", 3)).expect(201);
        groups.converge(name);
        groups.step(LESS_THAN_THE_WINDOW.minusSeconds(10)); // readiness took ten
        listedAgain(3);

        assertThat(provider.provisioned())
                .filteredOn(it -> name.equals(it.labels().get("drover.group")))
                .hasSize(3);
        assertThat(groups.events(name)).noneMatch(it -> it.startsWith("InstanceMissing"));
        provider.thawListings();
        groups.converge(name);
        assertThat(provider.instances()).hasSize(3);
    }

    @Test
    void aCreateThatIsSlowerThanEveryoneWaitsMakesOneMachine() {
        provider.freezeListings();
        provider.faults().loseAnswer(Call.PROVISION);
        provider.faults().loseAnswer(Call.PROVISION);
        groups.put(name, spec("lagging", 2)).expect(201);
        eventually().until(() -> provider.instances().size() == 2);
        groups.step(LESS_THAN_THE_WINDOW);
        listedAgain(3);
        int looks = provider.faults().calls(Call.FIND);
        groups.step(Duration.ofSeconds(10));
        eventually().until(() -> provider.faults().calls(Call.FIND) > looks);

        assertThat(provider.instances()).as("nothing is made while it may come").hasSize(2);
        assertThat(groups.status(name).path("waitingOn").findValuesAsString("what"))
                .contains("outcome");
        provider.thawListings();
        eventually().until(() -> {
            groups.step(Duration.ofSeconds(5));
            return groups.members(name).size() == 2
                    && groups.events(name).stream()
                                    .filter(it -> it.startsWith("InstanceProvisioned"))
                                    .count()
                            == 2;
        });
        groups.converge(name);
        assertThat(provider.instances())
                .extracting(Instance::token)
                .doesNotHaveDuplicates()
                .hasSize(2);
    }

    @Test
    void createsThatFailAreMadeMoreAndMoreSeldom() {
        provider.faults().down(Call.PROVISION);
        int before = provider.faults().calls(Call.PROVISION);
        groups.put(name, spec("lagging", 1)).expect(201);
        eventually().until(() -> provider.faults().calls(Call.PROVISION) == before + 1);

        for (int step = 0; step < 12; step++) {
            groups.step(Duration.ofSeconds(50));
            listedAgain(1);
        }
        assertThat(provider.faults().calls(Call.PROVISION) - before)
                .as("in ten minutes: after 10 s, 20 s, 40 s, 80 s, 160 s and 300 s")
                .isBetween(3, 7);
    }

    /** So often more, and compared, since this is called. */
    private void listedAgain(int times) {
        int listings = provider.faults().calls(Call.DESCRIBE);
        eventually().until(() -> provider.faults().calls(Call.DESCRIBE) > listings + times);
    }
}
