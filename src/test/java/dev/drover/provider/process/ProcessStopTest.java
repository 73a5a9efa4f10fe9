package dev.drover.provider.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.provider.spi.DestroyReason;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.InstanceProvider.Destroyed;
import dev.drover.provider.spi.Phase;
import dev.drover.provider.spi.Token;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessStopTest extends ProcessFixture {
    @Test
    void aKilledMemberIsStoppedAndItsSignalIsTold() {
        Instance instance = sleeping();

        Kill.leaderOf(instance);

        assertThat(eventually(Phase.STOPPED).detail()).isEqualTo("exited 137 (killed by signal 9)");
    }

    @Test
    void theExitCodeIsKnownAfterARestart() {
        start(command("sh", "-c", "exit 7"));
        eventually(Phase.STOPPED);
        eventually(() -> Files.exists(member().resolve("exit")), written -> written);

        assertThat(restarted().find(new Token(TOKEN)))
                .hasValueSatisfying(found -> assertThat(found.detail()).isEqualTo("exited 7"));
    }

    @Test
    void theStopSignalIsTheDeclaredOne() {
        Instance instance = start(shell("trap 'echo asked; exit 0' INT; touch ready; while :; do sleep 0.05; done")
                .put("stopSignal", "SIGINT")
                .put("stopTimeout", "1h"));
        written("ready");

        destroy(instance);

        eventuallyGone();
        assertThat(read(state.resolve("ended").resolve(TOKEN).resolve("output.log")))
                .isEqualTo("asked\n");
    }

    @Test
    void destroyAnswersAtOnceAndTheMemberIsListedWhileItStops() {
        Instance instance = stubborn("1h");

        assertThat(destroy(instance)).isEqualTo(Destroyed.ACCEPTED);
        assertThat(destroy(instance)).isEqualTo(Destroyed.ACCEPTED);

        assertThat(listed()).singleElement().satisfies(stopping -> {
            assertThat(stopping.id()).isEqualTo(instance.id());
            assertThat(stopping.phase()).isEqualTo(Phase.RUNNING);
            assertThat(stopping.detail()).isEqualTo("stopping");
        });
    }

    @Test
    void aMemberThatIgnoresTheSignalIsKilledAfterItsTimeout() {
        Instance instance = stubborn("200ms");

        destroy(instance);

        eventuallyGone();
        assertThat(isAlive(Kill.pidOf(instance))).isFalse();
    }

    @Test
    void childrenAreStoppedWithTheirParent() {
        Instance instance = start(shell("sleep 600 & echo $! >child; wait"));
        long child = pidWritten("child");

        destroy(instance);

        eventuallyGone();
        assertThat(isAlive(child)).isFalse();
    }

    @Test
    void aMemberIsListedUntilItsLastChildIsDead() {
        Instance instance = start(shell("(trap '' TERM; touch ready; while :; do sleep 1; done) & wait")
                .put("stopTimeout", "1h"));
        written("ready");

        destroy(instance);
        eventually(() -> isAlive(Kill.pidOf(instance)), alive -> !alive);

        assertThat(listed()).singleElement().extracting(Instance::phase).isEqualTo(Phase.RUNNING);
    }

    @Test
    void whatADeadMemberLeftBehindIsKilledWhenItIsDestroyed() {
        Instance instance = start(shell("sleep 600 & echo $! >child; wait"));
        long child = pidWritten("child");
        Kill.leaderOf(instance);
        eventually(Phase.STOPPED);
        assertThat(isAlive(child)).isTrue();

        destroy(instance);

        eventuallyGone();
        assertThat(isAlive(child)).isFalse();
    }

    @Test
    void aChildThatLeftTheProcessGroupIsKilledToo() {
        Instance instance = start(command("bash", "-c", "set -m; sleep 600 & echo $! >child; set +m; wait")
                .put("stopTimeout", "200ms"));
        long child = pidWritten("child");
        assertThat(ProcStat.of(child).map(ProcStat::group)).hasValue(child);

        destroy(instance);

        eventuallyGone();
        assertThat(isAlive(child)).isFalse();
    }

    @Test
    void aStrangerThatWasGivenThePidIsNeverSignalled() throws IOException, InterruptedException {
        Process stranger = new ProcessBuilder("setsid", "sleep", "600").start();
        try {
            eventually(
                    () -> ProcStat.of(stranger.pid()).map(ProcStat::session),
                    session -> session.filter(id -> id == stranger.pid()).isPresent());
            ProcStat stat = ProcStat.of(stranger.pid()).orElseThrow();
            String boot =
                    Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).trim();
            for (String identity : List.of(
                    stat.pid() + " " + (stat.startTicks() - 1) + " " + boot,
                    stat.pid() + " " + stat.startTicks() + " another-boot")) {
                destroyedWithIdentity("token-" + identity.hashCode(), identity);
            }
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly().waitFor();
        }
    }

    /** A member that believes to be somebody else's process. */
    private void destroyedWithIdentity(String token, String identity) throws IOException {
        Instance real =
                provider.provision(request(token, command("sleep", "600").put("stopTimeout", "0s")));
        Kill.leaderOf(real);
        eventually(() -> isAlive(Kill.pidOf(real)), alive -> !alive);
        Files.writeString(state.resolve("members").resolve(token).resolve("identity"), identity);

        Instance mistaken = provider.find(new Token(token)).orElseThrow();
        assertThat(mistaken.phase()).isEqualTo(Phase.STOPPED);
        provider.destroy(mistaken.id(), new Token(token), DestroyReason.TERMINATE);

        eventuallyGone();
    }
}
