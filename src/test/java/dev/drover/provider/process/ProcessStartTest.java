package dev.drover.provider.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.provider.spi.Attachment;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.Phase;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.provider.spi.ProvisionRequest;
import dev.drover.provider.spi.Token;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ProcessStartTest extends ProcessFixture {
    private static final Set<String> OF_DROVER = Set.of("PATH", "HOME", "LANG", "TZ", "TMPDIR");
    // What shells set by themselves.
    private static final Set<String> OF_SHELLS = Set.of("PWD", "SHLVL", "_");

    @Test
    void theIdShowsThePidOfTheCommandItself() {
        Instance instance = start(shell("echo $$ >pid; exec sleep 600"));

        assertThat(instance.id().value()).isEqualTo(pidWritten("pid") + "-0a1b2c3d");
        assertThat(instance.addresses()).containsExactly("127.0.0.1");
    }

    @Test
    void aMemberLeadsASessionOfItsOwn() {
        Instance instance = sleeping();

        long pid = Kill.pidOf(instance);
        assertThat(ProcStat.of(pid)).hasValueSatisfying(stat -> {
            assertThat(stat.session()).isEqualTo(pid);
            assertThat(stat.group()).isEqualTo(pid);
        });
    }

    @Test
    void anArgumentIsPassedAsItIs() {
        String odd = "it's $HOME \"quoted\" `x` \\ * \n two lines";

        start(command(
                "sh", "-c", "printf %s \"$1\" >argument.new; mv argument.new argument; exec sleep 600", "sh", odd));

        assertThat(written("argument")).isEqualTo(odd);
    }

    @Test
    void aMemberSeesFiveOfDroversVariablesAndItsOwn() {
        Set<String> kept = new HashSet<>(System.getenv().keySet());
        assertThat(kept).as("something that must not be inherited").anyMatch(name -> !OF_DROVER.contains(name));
        kept.retainAll(OF_DROVER);

        start(shell("env >env.new; mv env.new env.txt; exec sleep 600")
                .setAll(Map.of("env", json("{\"GREETING\": \"it's me\"}"), "ports", json("{\"http-admin\": 18080}"))));

        Map<String, String> environment = environment();
        Set<String> names = new HashSet<>(environment.keySet());
        names.removeAll(OF_SHELLS);
        kept.addAll(Set.of("PATH", "GREETING", "PORT_HTTP_ADMIN"));
        assertThat(names).isEqualTo(kept);
        assertThat(environment).containsEntry("GREETING", "it's me").containsEntry("PORT_HTTP_ADMIN", "18082");
    }

    @Test
    void thePathEndsWithTheDirectoryOfTheJdksTools() {
        start(shell("env >env.new; mv env.new env.txt; exec sleep 600"));

        assertThat(environment().get("PATH")).endsWith(":" + Path.of(System.getProperty("java.home"), "bin"));
    }

    @Test
    void aDeclaredPathIsUsedAsItIs() {
        start(command("/bin/sh", "-c", "echo $PATH >/proc/self/fd/1; exec /bin/sleep 600")
                .set("env", json("{\"PATH\": \"/nowhere\"}")));

        eventually(() -> read(member().resolve("output.log")), "/nowhere\n"::equals);
    }

    @Test
    void thePortsOfAMemberAreTheDeclaredOnesPlusItsIndex() {
        Instance instance = start(command("sleep", "600").set("ports", json("{\"http\": 18080, \"admin\": 19080}")));

        assertThat(instance.ports()).isEqualTo(Map.of("http", 18082, "admin", 19082));
    }

    @Test
    void initLinesRunInOrderBeforeTheCommandAndWhereItRuns() {
        start(
                shell("cat order >all.new; echo command >>all.new; mv all.new all; exec sleep 600"),
                "echo 'one' >>order",
                "echo two >>order");

        assertThat(written("all")).isEqualTo("one\ntwo\ncommand");
    }

    @Test
    void aMemberIsStartingWhileItsInitLinesRun() {
        Instance instance = start(command("sleep", "600"), "until [ -e go ]; do sleep 0.05; done");
        assertThat(instance.phase()).isEqualTo(Phase.STARTING);

        assertThat(member().resolve("work/go").toFile().mkdir()).isTrue();

        eventually(Phase.RUNNING);
    }

    @Test
    void aFailingInitLineStopsTheMemberBeforeItsCommand() {
        start(shell("touch ran; exec sleep 600"), "true", "echo the reason; exit 3", "touch third");

        Instance stopped = eventually(Phase.STOPPED);
        assertThat(stopped.detail()).startsWith("init line 2 exited 3").contains("the reason");
        assertThat(member().resolve("work/third")).doesNotExist();
        assertThat(member().resolve("work/ran")).doesNotExist();
    }

    @Test
    void aCommandThatIsNotThereIsAStoppedMemberThatSaysSo() {
        start(command("no-such-program"));

        assertThat(eventually(Phase.STOPPED).detail()).startsWith("exited 127").contains("no-such-program");
    }

    @Test
    void aWorkingDirectoryThatIsNotThereIsAStoppedMemberThatSaysSo() {
        start(command("sleep", "600").put("workingDirectory", "/no/such/place"));

        assertThat(eventually(Phase.STOPPED).detail()).contains("/no/such/place cannot be entered");
    }

    @Test
    void aWorkingDirectoryIsEntered() {
        start(shell("pwd; exec sleep 600").put("workingDirectory", "/"));

        eventually(() -> read(member().resolve("output.log")), "/\n"::equals);
    }

    @Test
    void outputAndErrorsGoToTheLogWhoseEndIsTold() {
        start(shell("for i in 1 2 3 4 5; do echo line $i; done; echo oops >&2; exit 4"));

        Instance stopped = eventually(Phase.STOPPED);
        assertThat(stopped.detail()).isEqualTo("exited 4; its last output:\nline 4\nline 5\noops");
        assertThat(read(member().resolve("output.log"))).startsWith("line 1\n");
    }

    @Test
    void whatCannotBeMadeIsRefusedWithEveryReason() {
        ProvisionRequest request = new ProvisionRequest(
                new Token("../escape"),
                Map.of(),
                List.of(),
                null,
                1,
                List.of(new Attachment("vol-1", "volume")),
                json("{\"command\": [], \"ports\": {\"http\": 65535}}"));

        assertThatThrownBy(() -> provider.provision(request))
                .isInstanceOfSatisfying(
                        ProviderFailure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(ProviderFailure.Kind.REJECTED))
                .hasMessageContainingAll("../escape", "attachments", "/command", "65536");
        assertThat(listed()).isEmpty();
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>();
        written("env.txt").lines().forEach(line -> {
            String[] parts = line.split("=", 2);
            environment.put(parts[0], parts[1]);
        });
        return environment;
    }
}
