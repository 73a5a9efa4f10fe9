package dev.drover.provider.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.InstanceProvider.Watch;
import dev.drover.provider.spi.Phase;
import dev.drover.provider.spi.ProviderId;
import dev.drover.provider.spi.ProvisionRequest;
import dev.drover.provider.spi.Token;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ProcessRestartTest extends ProcessFixture {
    private static final String STARTS = "echo started >>starts; exec sleep 600";

    @Test
    void anotherDroverFindsTheSameProcess() {
        Instance made = sleeping();

        assertThat(restarted().find(new Token(TOKEN))).contains(made);
        assertThat(listed(restarted())).containsExactly(made);
    }

    @Test
    void anotherDroverDoesNotStartASecondOne() {
        Instance made = start(shell(STARTS));
        assertThat(written("starts")).isEqualTo("started");

        Instance again = restarted().provision(request(TOKEN, shell(STARTS)));

        assertThat(again.id()).isEqualTo(made.id());
        assertThat(written("starts")).isEqualTo("started");
    }

    @Test
    void twoDroversThatProvisionOneTokenAtOnceStartOneProcess() throws Exception {
        ProcessProvider other = restarted();
        for (int round = 0; round < 8; round++) {
            ProvisionRequest request = request("race-" + round, shell(STARTS));
            List<Callable<Instance>> calls = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                calls.add(() -> provider.provision(request));
                calls.add(() -> other.provision(request));
            }
            assertThat(answers(calls)).extracting(Instance::id).hasSize(6).containsOnly(idOf(request.token()));
            Path starts = state.resolve("members").resolve("race-" + round).resolve("work/starts");
            eventually(() -> Files.exists(starts), there -> there);
            assertThat(read(starts)).isEqualTo("started\n");
        }
        assertThat(listed()).hasSize(8);
    }

    @Test
    void aMemberWhoseStartNeverHappenedIsStartedByTheNextProvision() throws IOException {
        Instance first = sleeping();
        Kill.leaderOf(first);
        eventually(Phase.STOPPED);
        // As if Drover, or the script, had been killed just before the claim.
        Files.delete(member().resolve("identity"));
        Files.writeString(member().resolve("identity.4711"), "");
        assertThat(provider.find(new Token(TOKEN))).isEmpty();

        Instance second = restarted().provision(request(TOKEN, command("sleep", "600")));

        assertThat(second.phase()).isEqualTo(Phase.RUNNING);
        assertThat(listed()).extracting(Instance::id).containsExactly(second.id());
    }

    @Test
    void theExitOfAProcessOfAnotherDroverIsPushedButItsCodeIsUnknown() {
        Instance made = sleeping();
        ProcessProvider restarted = restarted();
        Queue<Instance> pushed = new ConcurrentLinkedQueue<>();

        try (Watch watch = restarted.watch(pushed::add)) {
            Kill.leaderOf(made);

            eventually(() -> pushed.stream().map(Instance::phase).toList(), phases -> phases.contains(Phase.STOPPED));
            assertThat(watch).isNotNull();
        }
        assertThat(pushed).first().extracting(Instance::id).isEqualTo(made.id());
    }

    @Test
    void withoutAnExitCodeTheDetailSaysSo() throws IOException {
        Kill.leaderOf(sleeping());
        eventually(() -> Files.exists(member().resolve("exit")), written -> written);
        Files.delete(member().resolve("exit"));

        assertThat(listed(restarted()).getFirst().detail()).isEqualTo("exited, code unknown");
    }

    @Test
    void aStopThatWasBegunIsFinishedByAnotherDrover() throws IOException {
        Instance instance = stubborn("1h");
        // As if the Drover that was asked had been killed just after it wrote down what it is about to do.
        Files.writeString(
                member().resolve("stopping"), Instant.now().minusSeconds(1).toString());

        ProcessProvider restarted = restarted();
        eventually(() -> listed(restarted), List::isEmpty);

        assertThat(isAlive(Kill.pidOf(instance))).isFalse();
    }

    @Test
    void aWatchPushesTheWholeLife() {
        Queue<Phase> pushed = new ConcurrentLinkedQueue<>();
        try (Watch watch = provider.watch(instance -> pushed.add(instance.phase()))) {
            Instance instance = start(command("sleep", "600"), "until [ -e go ]; do sleep 0.05; done");
            eventually(() -> List.copyOf(pushed), List.of(Phase.STARTING)::equals);
            assertThat(member().resolve("work/go").toFile().mkdir()).isTrue();
            eventually(() -> List.copyOf(pushed), List.of(Phase.STARTING, Phase.RUNNING)::equals);
            Kill.leaderOf(instance);
            eventually(() -> List.copyOf(pushed), List.of(Phase.STARTING, Phase.RUNNING, Phase.STOPPED)::equals);
            destroy(instance);
            eventually(() -> pushed.contains(Phase.GONE), gone -> gone);
            assertThat(watch).isNotNull();
        }
    }

    private ProviderId idOf(Token token) {
        return provider.find(token).orElseThrow().id();
    }

    private static List<Instance> answers(List<Callable<Instance>> calls) throws Exception {
        List<Instance> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Instance> answer : threads.invokeAll(calls)) {
                answers.add(answer.get());
            }
        }
        return answers;
    }
}
