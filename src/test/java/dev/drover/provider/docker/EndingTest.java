package dev.drover.provider.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.InstanceProvider.Destroyed;
import dev.drover.provider.spi.Labels;
import dev.drover.provider.spi.Phase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EndingTest extends DockerFixture {
    @Test
    void aContainerHasItsTimeAndNobodyWaitsForIt() {
        Instance made = start("""
                "command": ["sh", "-c", "trap 'sleep 2; echo bye; exit 0' TERM; echo ready; while :; do sleep 0.1; done"], "stopTimeout": "20s"
                """);
        assertThat(logOf(made)).isEqualTo("ready");

        long begun = System.nanoTime();
        assertThat(destroy(made)).isEqualTo(Destroyed.ACCEPTED);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));

        Instance ending = provider.find(token).orElseThrow();
        assertThat(ending.phase()).isEqualTo(Phase.RUNNING);
        assertThat(ending.detail()).isEqualTo("stopping");
        eventually(() -> provider.find(token), it -> it.isEmpty());
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(15));
    }

    @Test
    void aContainerThatDoesNotCareIsKilled() {
        Instance made = start("""
                "command": ["sh", "-c", "trap '' TERM; echo ready; while :; do sleep 0.1; done"], "stopTimeout": "1s"
                """);
        assertThat(logOf(made)).isEqualTo("ready");

        destroy(made);

        eventually(() -> provider.find(token), it -> it.isEmpty());
    }

    @Test
    void withTheEnginesInitAShellEndsAtOnceThatWouldNotAsProcessOne() {
        Instance made =
                start("\"command\": [\"sh\", \"-c\", \"echo ready; sleep 600; true\"], \"stopTimeout\": \"60s\"");
        assertThat(logOf(made)).isEqualTo("ready");

        destroy(made);

        eventually(() -> provider.find(token), it -> it.isEmpty());
    }

    @Test
    void whatADroverBeganToEndIsEndedByTheNextOneThatLists() {
        Instance made = start("");
        engine.renameContainerCmd(made.id().value())
                .withName(ContainerName.ending(token))
                .exec();

        provider.describe(Map.of(Labels.OWNER, owner), page -> {});

        eventually(() -> provider.find(token), it -> it.isEmpty());
    }

    @Test
    void aTokenIsNotMadeASecondTimeWhileItsContainerEnds() {
        Instance made = start("""
                "command": ["sh", "-c", "trap '' TERM; echo ready; while :; do sleep 0.1; done"], "stopTimeout": "2s"
                """);
        assertThat(logOf(made)).isEqualTo("ready");
        destroy(made);

        assertThat(provider.provision(request(properties(""))).id()).isEqualTo(made.id());
    }

    @Test
    void aNameOrTheBeginningOfAnIdIsNoId() {
        Instance made = start("");
        for (String other : List.of(ContainerName.of(token), made.id().value().substring(0, 12), "../images/x")) {
            assertThat(provider.destroy(
                            new dev.drover.provider.spi.ProviderId(other),
                            token,
                            dev.drover.provider.spi.DestroyReason.TERMINATE))
                    .isEqualTo(Destroyed.GONE_ALREADY);
        }
        assertThat(inspect(made).getState().getRunning()).isTrue();
    }
}
