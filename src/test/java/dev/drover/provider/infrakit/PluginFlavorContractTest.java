package dev.drover.provider.infrakit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.provider.infrakit.plugin.PluginProcess;
import dev.drover.provider.spi.FlavorProvider;
import dev.drover.provider.spi.FlavorProvider.Drain;
import dev.drover.provider.spi.FlavorProvider.Opinion;
import dev.drover.provider.spi.FlavorProviderContract;
import dev.drover.provider.spi.ProvisionRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PluginFlavorContractTest extends FlavorProviderContract {
    @TempDir
    private static Path directory;

    private static PluginProcess plugin;
    private static PluginFixture fixture;

    private FlavorProvider flavor;

    @BeforeAll
    static void startThePlugin() {
        plugin = new PluginProcess(directory, "cloud", directory.resolve("state")).start();
        fixture = new PluginFixture(directory);
    }

    @BeforeEach
    void nothingIsWrong() {
        flavor = fixture.flavor("cloud");
        plugin.faults().clear();
    }

    @AfterAll
    static void stopThePlugin() {
        fixture.close();
        plugin.close();
    }

    @Override
    protected FlavorProvider flavor() {
        return flavor;
    }

    @Override
    protected JsonNode goodProperties() {
        return JsonMapper.shared().readTree("""
                {"Init": ["echo second"], "Tags": {"tier": "web", "drover.token": "stolen", "drover.new": "x"}}
                """);
    }

    @Override
    protected JsonNode brokenProperties() {
        return JsonMapper.shared().readTree("{\"broken\": true}");
    }

    @Override
    protected boolean knowsProperties() {
        return false;
    }

    @Test
    void whatThePluginAddsIsAdded() {
        ProvisionRequest prepared = flavor.prepare(goodProperties(), aRequest(), TWO);

        assertThat(prepared.init()).containsExactly("echo first", "echo second");
        assertThat(prepared.labels()).containsEntry("tier", "web").containsEntry("team", "shop");
        assertThat(prepared.properties()).isEqualTo(aRequest().properties());
    }

    @Test
    void noPluginGivesAnInstanceLabelsOfDrovers() {
        assertThat(flavor.prepare(goodProperties(), aRequest(), TWO).labels().keySet())
                .noneMatch(it -> it.startsWith("drover."));
    }

    @Test
    void labelsThatThePluginLosesAreStillThere() {
        plugin.faults().set("dropTags", true);

        assertThat(flavor.prepare(goodProperties(), aRequest(), TWO).labels())
                .containsAllEntriesOf(aRequest().labels());
    }

    @Test
    void thePluginSaysHowHealthyAnInstanceIs() {
        assertThat(flavor.healthy(goodProperties(), anInstance())).isEqualTo(new Opinion.Healthy());
        plugin.faults().set("health", 2);
        assertThat(flavor.healthy(goodProperties(), anInstance())).isInstanceOf(Opinion.Unhealthy.class);
        plugin.faults().set("health", 0);
        assertThat(flavor.healthy(goodProperties(), anInstance())).isInstanceOf(Opinion.Unknown.class);
        plugin.faults().set("errors", "Flavor.Healthy", "no manager answers");
        assertThat(flavor.healthy(goodProperties(), anInstance()))
                .isInstanceOfSatisfying(
                        Opinion.Unknown.class, it -> assertThat(it.reason()).contains("no manager answers"));
    }

    @Test
    void aDrainThatTakesLongIsUnderWayUntilItIsDone() {
        plugin.faults().set("slowMillis", Map.of("Flavor.Drain", 4000));

        long begun = System.nanoTime();
        assertThat(flavor.drain(goodProperties(), anInstance())).isEqualTo(Drain.DRAINING);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(4));

        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> flavor.drain(goodProperties(), anInstance()) == Drain.DRAINED);
    }
}
