package dev.drover.provider.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.InstanceProvider.Watch;
import dev.drover.provider.spi.Phase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogRotationTest extends ProcessFixture {
    private static final long LARGEST = 4000;

    @BeforeEach
    void small() {
        provider = rotating(new LogRotation(LARGEST, Duration.ZERO));
    }

    private ProcessProvider rotating(LogRotation logs) {
        return new ProcessProvider(state, Path.of("/opt/java/bin"), Clock.systemUTC(), Duration.ofHours(24), logs);
    }

    @Test
    void aLogIsEmptiedAndThreeCopiesAreKept() {
        start(shell("i=0; while :; do i=$((i+1)); echo line $i; [ $((i % 500)) = 0 ] && sleep 0.05; done"));

        eventually(
                () -> {
                    listed();
                    return Files.exists(log(".3")) && firstNumber(log(".3")) > 1000;
                },
                rotated -> rotated);

        assertThat(size(log(""))).isLessThan(20 * LARGEST);
        assertThat(size(log(".1"))).isEqualTo(LARGEST);
        assertThat(log(".4")).doesNotExist();
        assertThat(log(".copy")).doesNotExist();
        assertThat(firstNumber(log(".3"))).isLessThan(firstNumber(log(".2")));
        assertThat(firstNumber(log(".2"))).isLessThan(firstNumber(log(".1")));
    }

    @Test
    void aMemberWritesOnFromTheBeginning() {
        start(shell("seq 2000; touch full; until [ -e more ]; do sleep 0.02; done; echo more; exec sleep 600"));
        written("full");
        listed();
        assertThat(log("")).isEmptyFile();
        assertThat(read(log(".1"))).endsWith("1999\n2000\n");

        assertThat(member().resolve("work/more").toFile().mkdir()).isTrue();

        assertThat(eventually(() -> read(log("")), text -> !text.isEmpty())).isEqualTo("more\n");
    }

    @Test
    void aWatchLooksAsWell() {
        try (Watch watch = provider.watch(instance -> {})) {
            start(shell("seq 2000; exec sleep 600"));
            eventually(() -> Files.exists(log(".1")), rotated -> rotated);
            assertThat(watch).isNotNull();
        }
    }

    @Test
    void theLastLinesAreShownAlsoWhenTheLogHasJustBeenEmptied() {
        start(shell("seq 2000; touch full; until [ -e end ]; do sleep 0.02; done; echo the end; exit 3"));
        written("full");
        listed();
        assertThat(member().resolve("work/end").toFile().mkdir()).isTrue();

        Instance stopped = eventually(Phase.STOPPED);

        assertThat(stopped.detail()).isEqualTo("exited 3; its last output:\n1999\n2000\nthe end");
    }

    @Test
    void whatCannotBeDoneIsToldOnceAndBreaksNoListing() throws IOException {
        Instance instance = sleeping();
        Files.delete(log(""));
        List<String> told = told(() -> {
            assertThat(listed()).containsExactly(instance);
            assertThat(listed()).containsExactly(instance);
        });

        assertThat(told).singleElement().asString().contains("output.log", "NoSuchFileException");
    }

    /** As on a full disk: the copy cannot be written. */
    @Test
    void aCopyThatFailsLeavesTheLogAsItIs() throws IOException {
        Instance instance = start(shell("seq 2000; touch full; exec sleep 600"));
        written("full");
        Files.createDirectories(log(".copy").resolve("in the way"));

        List<String> told = told(() -> assertThat(listed()).containsExactly(instance));

        assertThat(told).hasSize(1);
        assertThat(read(log(""))).endsWith("2000\n");
    }

    @Test
    void membersArePromisedTenMebibytesAndALookEveryFewSeconds() throws IOException {
        assertThat(new LogRotation().largest()).isEqualTo(10 * 1024 * 1024);
        provider = rotating(new LogRotation(LARGEST, Duration.ofHours(1)));
        listed();
        start(shell("seq 2000; touch full; exec sleep 600"));
        written("full");

        listed();

        assertThat(size(log(""))).isGreaterThan(LARGEST);
    }

    private Path log(String suffix) {
        return member().resolve("output.log" + suffix);
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of the second line, as the first may be cut. */
    private static int firstNumber(Path file) {
        return Integer.parseInt(
                read(file).lines().skip(1).findFirst().orElseThrow().substring("line ".length()));
    }

    private static List<String> told(Runnable what) {
        List<String> told = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord logged) {
                told.add(logged.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger(LogRotation.class.getName());
        logger.addHandler(handler);
        try {
            what.run();
        } finally {
            logger.removeHandler(handler);
        }
        return told;
    }
}
