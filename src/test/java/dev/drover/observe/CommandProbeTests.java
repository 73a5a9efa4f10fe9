package dev.drover.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.group.HealthSettings;
import dev.drover.member.ProbedMember;
import dev.drover.member.ProbedMember.Answer;
import dev.drover.provider.spi.Token;
import dev.drover.spec.SpecReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Real commands. */
@Timeout(60)
class CommandProbeTests {
    static final ProbedGroup GROUP =
            new ProbedGroup(SpecReader.read(JsonMapper.shared().readTree("""
                    {"name": "web", "labels": {"team": "shop"}, "instance": {"provider": "process"}}
                    """)), 5, Map.of());
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(700);

    private final CommandProbe probe = new CommandProbe(new HealthSettings(true));

    @TempDir
    Path directory = Path.of("unset");

    static ProbedMember member(List<String> addresses, Map<String, Integer> ports) {
        return new ProbedMember(
                1,
                1,
                3,
                1,
                null,
                "fake",
                "i-1",
                new Token("t-1"),
                Map.of("team", "old", "role", "api", "drover.group", "web"),
                addresses,
                ports,
                null,
                null,
                null,
                0,
                Duration.ofSeconds(10));
    }

    @Test
    void zeroIsHealthyAndAnythingElseIsNot() throws InterruptedException {
        assertThat(ask(LONG, "true").answer()).isEqualTo(Answer.HEALTHY);
        assertThat(ask(LONG, "test", "-f", "/nothing/there").answer()).isEqualTo(Answer.UNHEALTHY);
        assertThat(ask(LONG, "/bin/sh", "-c", "kill -9 $$").reason()).isEqualTo("/bin/sh exited 137");
    }

    @Test
    void theLastLineSaysWhyCleanAndShort() throws InterruptedException {
        assertThat(shell("echo first; printf '\\033[31mno\\troom\\000\\033[0m \\n\\n' >&2; exit 3"))
                .isEqualTo(new Probe.Result(Answer.UNHEALTHY, "sh exited 3: no room"));
        assertThat(shell("printf 'x%.0s' $(seq 1000); exit 1").reason()).isEqualTo("sh exited 1: " + "x".repeat(200));
    }

    @Test
    void aHangingOneIsKilledWithAllThatItStarted() throws Exception {
        String script =
                "sleep 600 & echo $! >%1$s; setsid sleep 601 & echo $! >>%1$s; (sleep 602 & echo $! >>%1$s); echo waiting; wait"
                        .formatted(pids());

        Probe.Result result = ask(SHORT, "sh", "-c", script);

        assertThat(result)
                .isEqualTo(new Probe.Result(Answer.UNHEALTHY, "sh did not end within 700ms and was killed: waiting"));
        assertThat(Files.readAllLines(pids())).hasSize(3).allSatisfy(CommandProbeTests::eventuallyDead);
    }

    @Test
    void oneThatIgnoresSignalsIsKilledToo() throws InterruptedException {
        assertThat(ask(SHORT, "sh", "-c", "trap '' TERM INT HUP; while :; do sleep 1; done")
                        .answer())
                .isEqualTo(Answer.UNHEALTHY);
    }

    @Test
    @Timeout(20)
    void whatItLeavesBehindWithItsOutputOpenIsNotWaitedFor() throws Exception {
        Probe.Result result = shell("sleep 600 & echo $! >" + pids() + "; echo done");

        assertThat(result).isEqualTo(new Probe.Result(Answer.HEALTHY, "sh exited 0: done"));
        kill(pids());
    }

    @Test
    @Timeout(20)
    void whatItLeavesBehindMayPrintWithoutEnd() throws Exception {
        assertThat(shell("setsid yes & echo $! >" + pids()).answer()).isEqualTo(Answer.HEALTHY);

        // Nobody reads what it prints any more.
        assertThat(Files.readAllLines(pids())).allSatisfy(CommandProbeTests::eventuallyDead);
    }

    @Test
    void printingWithoutEndCostsNothing() throws Exception {
        long before = written();

        assertThat(ask(SHORT, "sh", "-c", "echo $$ >" + pids() + "; exec yes no")
                        .reason())
                .startsWith("sh did not end within 700ms and was killed");

        assertThat(Files.readAllLines(pids())).allSatisfy(CommandProbeTests::eventuallyDead);
        assertThat(written() - before).isLessThan(50_000_000);
    }

    /** How much this JVM has read so far: what it takes in of such a command is bounded. */
    private static long written() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/io")).stream()
                .filter(it -> it.startsWith("rchar: "))
                .mapToLong(it -> Long.parseLong(it.substring("rchar: ".length())))
                .sum();
    }

    @Test
    void aLongOutputThatEndsIsReadToItsEnd() throws InterruptedException {
        assertThat(ask(LONG, "sh", "-c", "seq 100000; exit 4").reason()).isEqualTo("sh exited 4: 100000");
    }

    @Test
    void whatCannotBeStartedIsUnknown() throws Exception {
        Path plain = Files.createFile(directory.resolve("plain"));

        assertThat(ask(LONG, "/nothing/there"))
                .isEqualTo(new Probe.Result(
                        Answer.UNKNOWN, "/nothing/there cannot be started: there is no such program on Drover's host"));
        assertThat(ask(LONG, "no-such-program-anywhere").answer()).isEqualTo(Answer.UNKNOWN);
        assertThat(ask(LONG, plain.toString()).answer()).isEqualTo(Answer.UNKNOWN);
        assertThat(ask(LONG, directory.toString()).answer()).isEqualTo(Answer.UNKNOWN);
    }

    @Test
    void itKnowsWhomItAsksAboutAndNothingOfDrover() throws InterruptedException {
        var member = member(List.of("10.0.0.7", "10.0.0.8"), Map.of("http", 8080, "x-y", 9));
        String shown = probe.ask(
                        GROUP,
                        member,
                        List.of(
                                "sh",
                                "-c",
                                "env -u PWD -u SHLVL -u _ -u OLDPWD | cut -d= -f1 | sort | tr '\\n' ' ';"
                                        + " echo $DROVER_GROUP $DROVER_MEMBER $DROVER_ADDRESS $PORT_HTTP $PORT_X_Y; cat"),
                        LONG)
                .reason();

        assertThat(shown).endsWith(" web " + "web-000001 10.0.0.7 8080 9");
        assertThat(shown.replaceAll(".*: ", "").split(" "))
                .filteredOn(it -> it.matches("[A-Z_]+"))
                .isSubsetOf(
                        "DROVER_ADDRESS",
                        "DROVER_GROUP",
                        "DROVER_MEMBER",
                        "HOME",
                        "LANG",
                        "PATH",
                        "PORT_HTTP",
                        "PORT_X_Y",
                        "TMPDIR",
                        "TZ");
    }

    @Test
    void itsTemplatesKnowTheInstance() throws InterruptedException {
        var member = member(List.of("10.0.0.7"), Map.of("http", 8080));

        assertThat(probe.ask(
                                GROUP,
                                member,
                                List.of(
                                        "echo",
                                        "{{member.address}}:{{ports.http}} {{member.providerId}} {{member.index}}"
                                                + " {{labels.team}} {{labels.role}} {{allocation.size}}"),
                                LONG)
                        .reason())
                .isEqualTo("echo exited 0: 10.0.0.7:8080 i-1 3 shop api 5");
    }

    @Test
    void anAddressThatIsNotKnownIsUnknownWhereItIsAskedFor() throws InterruptedException {
        assertThat(probe.ask(GROUP, member(List.of(), Map.of()), List.of("echo", "{{member.address}}"), LONG))
                .isEqualTo(new Probe.Result(
                        Answer.UNKNOWN,
                        "its command cannot be run: the template variable 'member.address' is unknown"));
        assertThat(probe.ask(GROUP, member(List.of(), Map.of()), List.of("true"), LONG)
                        .answer())
                .isEqualTo(Answer.HEALTHY);
    }

    @Test
    void nothingIsRunWhereCommandsAreSwitchedOff() throws InterruptedException {
        var off = new CommandProbe(new HealthSettings(false));

        assertThat(off.ask(GROUP, member(List.of(), Map.of()), List.of("touch", pids().toString()), LONG)
                        .answer())
                .isEqualTo(Answer.UNKNOWN);
        assertThat(pids()).doesNotExist();
    }

    private Probe.Result shell(String script) throws InterruptedException {
        return ask(LONG, "sh", "-c", script);
    }

    private Probe.Result ask(Duration timeout, String... command) throws InterruptedException {
        return probe.ask(GROUP, member(List.of(), Map.of()), List.of(command), timeout);
    }

    private Path pids() {
        return directory.resolve("pids");
    }

    private static void eventuallyDead(String pid) {
        await().until(() -> !alive(pid));
    }

    /** A zombie is dead: in a container nobody may reap it. */
    private static boolean alive(String pid) {
        try {
            String stat = Files.readString(Path.of("/proc", pid, "stat"));
            return !stat.substring(stat.lastIndexOf(')')).startsWith(") Z");
        } catch (IOException e) {
            return false;
        }
    }

    private static void kill(Path pids) throws IOException {
        for (String pid : Files.readAllLines(pids)) {
            Optional<ProcessHandle> left = ProcessHandle.of(Long.parseLong(pid));
            assertThat(left).isPresent();
            left.get().destroyForcibly();
        }
    }
}
