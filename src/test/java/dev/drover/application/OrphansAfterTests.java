package dev.drover.application;

import static dev.drover.application.Groups.eventually;
import static dev.drover.application.Groups.newName;
import static dev.drover.application.Groups.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.provider.Installation;
import dev.drover.provider.fake.FakeProvider;
import dev.drover.provider.fake.Faults.Call;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.Labels;
import dev.drover.provider.spi.Phase;
import dev.drover.provider.spi.ProviderId;
import dev.drover.provider.spi.Token;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** Machines that nobody knows, where they are not to be left alone for ever. */
@ApplicationTest
@TestPropertySource(properties = "drover.orphans.after=1h")
class OrphansAfterTests {
    @Autowired
    Groups groups;

    @Autowired
    Installation installation;

    @Test
    void whatNobodyKnowsIsDestroyedWhenItsTimeIsOverAndWhatCarriesNoTokenIsNot() {
        FakeProvider provider = groups.provider("fragile");
        String name = newName();
        groups.put(name, spec("fragile", 0)).expect(201);
        Instance stranger = instance("stranger-1", new Token(UUID.randomUUID().toString()), name);
        Instance named = instance("stranger-2", null, name);
        Instance released = released();
        provider.add(stranger);
        provider.add(named);
        looks(provider);
        groups.step(Duration.ofMinutes(59));
        looks(provider);
        assertThat(provider.instances()).hasSize(3);

        groups.step(Duration.ofMinutes(2));
        eventually().until(() -> provider.instances().size() == 2);
        assertThat(provider.instances()).contains(named).noneMatch(it -> it.id().equals(stranger.id()));
        assertThat(provider.instances()).anyMatch(it -> it.id().equals(released.id()));
        eventually().until(() -> orphanEvents(name).contains("OrphanGone"));
        assertThat(orphanEvents(name)).containsExactly("OrphanFound", "OrphanFound", "OrphanDestroyed", "OrphanGone");
    }

    private List<String> orphanEvents(String name) {
        return groups.events(name).stream()
                .filter(it -> it.startsWith("Orphan"))
                .map(it -> it.substring(0, it.indexOf(' ')))
                .toList();
    }

    private Instance released() {
        String id = groups.post("/v1/providers/fragile/instances", "{\"properties\": {\"image\": \"good\"}}")
                .expect(201)
                .text("/id");
        return groups.provider("fragile").instances().stream()
                .filter(it -> it.id().value().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private Instance instance(String id, @Nullable Token token, String group) {
        return new Instance(
                new ProviderId(id),
                token,
                Map.of(Labels.OWNER, installation.owner(), Labels.GROUP, group),
                Phase.RUNNING,
                List.of(),
                Map.of(),
                null);
    }

    private static void looks(FakeProvider provider) {
        int looks = provider.faults().calls(Call.DESCRIBE);
        eventually().until(() -> provider.faults().calls(Call.DESCRIBE) > looks + 2);
    }
}
