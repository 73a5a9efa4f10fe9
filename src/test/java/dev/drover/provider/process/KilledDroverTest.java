package dev.drover.provider.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.Labels;
import dev.drover.provider.spi.Phase;
import dev.drover.provider.spi.Token;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A real second JVM that makes one member after another, and is killed at a moment that a seed chooses. */
class KilledDroverTest extends ProcessFixture {
    private static final int BEFORE_THE_KILL = 3;
    private static final int LATEST_NANOS = 30_000_000;

    /** What runs in the other JVM: tokens t-0, t-1 and so on, each told before it is asked for. */
    static final class Other {
        private Other() {}

        public static void main(String[] arguments) {
            ProcessProvider provider = new ProcessProvider(Path.of(arguments[0]));
            for (int number = 0; ; number++) {
                System.out.println(number);
                provider.provision(request("t-" + number, once()));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void whateverItWasDoingEachTokenRunsOnce(long seed) throws Exception {
        int last = killedWhileMaking(seed);

        for (int number = 0; number <= last; number++) {
            Token token = new Token("t-" + number);
            Instance made = provider.provision(request(token.value(), once()));

            assertThat(made.phase()).isEqualTo(Phase.RUNNING);
            assertThat(provider.provision(request(token.value(), once())).id()).isEqualTo(made.id());
            Path starts = state.resolve("members").resolve(token.value()).resolve("work/starts");
            eventually(() -> starts.toFile().exists(), there -> there);
            assertThat(read(starts)).isEqualTo("started\n");
        }
        assertThat(listed())
                .hasSize(last + 1)
                .allSatisfy(instance -> assertThat(instance.labels()).containsKey(Labels.TOKEN));
    }

    private int killedWhileMaking(long seed) throws IOException, InterruptedException {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Other.class.getName(),
                        state.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader told = other.inputReader()) {
            for (int number = 0; number < BEFORE_THE_KILL; number++) {
                told.readLine();
            }
            LockSupport.parkNanos(new Random(seed).nextInt(LATEST_NANOS));
            // The Process itself would close the stream and lose what was told.
            other.toHandle().destroyForcibly();
            other.waitFor();
            return told.lines().mapToInt(Integer::parseInt).max().orElse(BEFORE_THE_KILL - 1);
        }
    }

    private static JsonNode once() {
        return shell("echo started >>starts; exec sleep 600");
    }
}
