package dev.drover.provider.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Network;
import dev.drover.provider.spi.Attachment;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.Phase;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.provider.spi.ProviderFailure.Kind;
import dev.drover.provider.spi.ProvisionRequest;
import dev.drover.provider.spi.Token;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ContainerTest extends DockerFixture {
    @Test
    void everythingThatIsDeclaredReachesTheContainer() {
        Instance made = start("""
                "command": ["sleep", "600"], "env": {"LOG_LEVEL": "info"}, "user": "1000:1000", "workingDirectory": "/tmp",
                "hostname": "db-1", "stopSignal": "SIGINT", "stopTimeout": "1500ms", "readOnly": true,
                "mounts": [{"type": "tmpfs", "target": "/scratch"}, {"type": "bind", "source": "/etc", "target": "/host", "readOnly": true}],
                "resources": {"memory": "64m", "cpus": 0.5, "pids": 50, "cpuShares": 512, "shm": "1m"},
                "capabilities": {"drop": ["ALL"], "add": ["NET_BIND_SERVICE"]}
                """);

        InspectContainerResponse container = inspect(made);
        assertThat(container.getName()).isEqualTo("/drover-" + token);
        assertThat(container.getConfig().getCmd()).containsExactly("sleep", "600");
        assertThat(container.getConfig().getEnv()).contains("LOG_LEVEL=info", "PATH=/bin");
        assertThat(container.getConfig().getUser()).isEqualTo("1000:1000");
        assertThat(container.getConfig().getWorkingDir()).isEqualTo("/tmp");
        assertThat(container.getConfig().getHostName()).isEqualTo("db-1");
        assertThat(container.getMounts())
                .extracting(it -> String.valueOf(it.getDestination()))
                .containsExactlyInAnyOrder("/scratch", "/host");
        var host = container.getHostConfig();
        assertThat(host.getMemory()).isEqualTo(64L << 20);
        assertThat(host.getMemorySwap()).isEqualTo(64L << 20);
        assertThat(host.getNanoCPUs()).isEqualTo(500_000_000L);
        assertThat(host.getPidsLimit()).isEqualTo(50);
        assertThat(host.getCpuShares()).isEqualTo(512);
        assertThat(host.getShmSize()).isEqualTo(1L << 20);
        assertThat(host.getCapDrop()).containsExactly(Capability.ALL);
        assertThat(host.getCapAdd()).containsExactly(Capability.NET_BIND_SERVICE);
        assertThat(host.getReadonlyRootfs()).isTrue();
        assertThat(host.getInit()).isTrue();
        assertThat(host.getRestartPolicy().getName()).isIn("", "no");
    }

    @Test
    void publishedPortsAreThoseOfTheMemberAndAnswer() {
        Instance made = start("""
                "command": ["httpd", "-f", "-p", "80"], "ports": {"http": 80, "admin": "81/tcp"}, "hostPorts": {"admin": 29080}
                """);

        assertThat(made.addresses()).first().isEqualTo("127.0.0.1");
        assertThat(made.addresses()).hasSizeGreaterThan(1);
        assertThat(made.ports()).containsOnlyKeys("http", "admin").containsEntry("admin", 29082);
        eventually(() -> connects(made.addresses().getFirst(), made.ports().getOrDefault("http", 0)), it -> it);
    }

    @Test
    void withoutPublishingAMemberIsReachedAtItsOwnAddress() {
        Instance made = start(
                "\"command\": [\"httpd\", \"-f\", \"-p\", \"80\"], \"ports\": {\"http\": 80}, \"publish\": false");

        assertThat(made.ports()).isEqualTo(Map.of("http", 80));
        assertThat(made.addresses()).hasSize(1).doesNotContain("127.0.0.1");
        eventually(() -> connects(made.addresses().getFirst(), 80), it -> it);
    }

    private static boolean connects(String address, int port) {
        try (Socket socket = new Socket(address, port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void aPetHasItsAddressesAndAliasesInSeveralNetworks() {
        String front = network("10.251.1.0/24");
        String back = network("10.251.2.0/24");
        try {
            Instance made = start("""
                    "networks": [{"name": "%s", "aliases": ["db-1"], "ipv4": "10.251.1.12"},
                                 {"name": "%s", "aliases": ["db"], "ipv4": "10.251.2.12"}]
                    """.formatted(front, back));

            assertThat(made.addresses()).containsExactly("10.251.1.12", "10.251.2.12");
            Instance other = provider.provision(request(
                    new Token(UUID.randomUUID().toString()),
                    properties(
                            "\"command\": [\"sh\", \"-c\", \"ping -c 1 db && echo found; sleep 600\"], \"networks\": [{\"name\": \"%s\"}]"
                                    .formatted(back)),
                    List.of()));
            eventually(() -> logOf(other), it -> it.contains("found"));

            ProviderFailure taken = failure(() -> provider.provision(request(
                    new Token(UUID.randomUUID().toString()),
                    properties("\"networks\": [{\"name\": \"%s\", \"ipv4\": \"10.251.1.12\"}]".formatted(front)),
                    List.of())));
            assertThat(taken.kind()).as("its holder may go").isEqualTo(Kind.RETRYABLE);
            assertThat(taken).hasMessageContaining("Address already in use");
        } finally {
            removeAll();
            engine.removeNetworkCmd(front).exec();
            engine.removeNetworkCmd(back).exec();
        }
    }

    private String network(String subnet) {
        String name = "drover-test-" + UUID.randomUUID();
        engine.createNetworkCmd()
                .withName(name)
                .withIpam(new Network.Ipam().withConfig(new Network.Ipam.Config().withSubnet(subnet)))
                .exec();
        return name;
    }

    @Test
    void initLinesRunBeforeTheImagesOwnCommand() {
        Instance made = start(
                "\"init\": true", "echo first > \"/tmp/it's\"", "echo second >> \"/tmp/it's\"; cat \"/tmp/it's\"");

        assertThat(logOf(made)).isEqualTo("first\nsecond");
        assertThat(made.phase()).isEqualTo(Phase.RUNNING);
        assertThat(inspect(made).getArgs()).endsWith("sleep", "86400");
    }

    @Test
    void aFailingInitLineStopsTheMemberAndSaysWhich() {
        start("", "true", "exit 3");

        assertThat(eventually(Phase.STOPPED).detail()).isEqualTo("exited 3; its last output:\ninit line 2 exited 3");
    }

    @Test
    void aDeadContainerSaysItsCodeAndItsLastWords() {
        start("\"command\": [\"sh\", \"-c\", \"for i in 1 2 3 4; do echo line $i; done; exit 7\"]");

        assertThat(eventually(Phase.STOPPED).detail()).isEqualTo("exited 7; its last output:\nline 2\nline 3\nline 4");
    }

    @Test
    void aKilledContainerSaysTheSignal() {
        Instance made = start("");
        engine.killContainerCmd(made.id().value()).exec();

        assertThat(eventually(Phase.STOPPED).detail()).isEqualTo("exited 137 (killed by signal 9)");
    }

    @Test
    void aContainerThatTookTooMuchMemorySaysSo() {
        start(
                "\"resources\": {\"memory\": \"8m\"}, \"init\": false, \"command\": [\"sh\", \"-c\", \"x=a; while :; do x=$x$x; done\"]");

        assertThat(eventually(Phase.STOPPED).detail()).startsWith("exited 137 (killed by signal 9), out of memory");
    }

    @Test
    void anImageThatTheEngineDoesNotHaveIsRefusedInItsWords() {
        ProviderFailure refused = failure(() -> start("\"image\": \"drover-test/nothing:1\", \"pull\": \"never\""));

        assertThat(refused.kind()).isEqualTo(Kind.REJECTED);
        assertThat(refused).hasMessageContaining("No such image: drover-test/nothing:1");
        assertThat(provider.find(token)).isEmpty();
    }

    @Test
    void aRegistryThatCannotBeReachedIsNoVerdictOnTheImage() {
        ProviderFailure failed = failure(() -> start("\"image\": \"127.0.0.1:9/nothing:1\""));

        assertThat(failed.kind()).isEqualTo(Kind.RETRYABLE);
        assertThat(failed).hasMessageContaining("cannot be fetched").hasMessageContaining("connection refused");
        assertThat(provider.find(token)).isEmpty();
    }

    @Test
    void whatCannotBeStartedIsRefusedInTheEnginesWordsAndLeavesNothing() {
        ProviderFailure refused = failure(() -> start("\"command\": [\"no-such-program\"], \"init\": false"));

        assertThat(refused.kind()).isEqualTo(Kind.REJECTED);
        assertThat(refused).hasMessageContaining("no-such-program").hasMessageContaining("not found");
        assertThat(provider.find(token)).isEmpty();
    }

    @Test
    void aTakenPortMayBeFreeLater() {
        start("\"ports\": {\"http\": 80}, \"hostPorts\": {\"http\": 29090}");

        ProviderFailure failed = failure(() -> provider.provision(request(
                new Token(UUID.randomUUID().toString()),
                properties("\"ports\": {\"http\": 80}, \"hostPorts\": {\"http\": 29090}"),
                List.of())));

        assertThat(failed.kind()).isEqualTo(Kind.RETRYABLE);
        assertThat(failed).hasMessageContaining("port is already allocated");
    }

    @Test
    void aContainerThatNobodyStartedIsStarted() {
        ProvisionRequest request = request(properties(""), "echo started > /tmp/x; cat /tmp/x");
        String id = new Creation(
                        request, engine.inspectImageCmd(TestEngine.IMAGE).exec(), "127.0.0.1")
                .command(engine)
                .exec()
                .getId();

        assertThat(provider.find(token).orElseThrow().phase()).isEqualTo(Phase.RUNNING);
        Instance made = provider.provision(request);
        assertThat(made.id().value()).isEqualTo(id);
        assertThat(logOf(made)).isEqualTo("started");
    }

    @Test
    void aNameThatSomebodyElseTookIsToldFromOurs() {
        String foreign = engine.createContainerCmd(TestEngine.IMAGE)
                .withName(ContainerName.of(token))
                .exec()
                .getId();
        try {
            assertThat(failure(() -> start("")))
                    .hasMessageContaining("belongs to a container that Drover did not make")
                    .extracting(ProviderFailure::kind)
                    .isEqualTo(Kind.REJECTED);
        } finally {
            engine.removeContainerCmd(foreign).exec();
        }
    }

    @Test
    void theImagesOwnLabelsAreNotTheInstances() {
        Instance made = start("");

        assertThat(inspect(made).getConfig().getLabels()).containsKey(Imprint.LABEL);
        assertThat(made.labels()).containsOnlyKeys("drover.token", "drover.owner");
    }

    @Test
    void attachmentsAndMountsHaveToAgree() {
        ProviderFailure refused = failure(() -> provider.provision(request(
                token,
                properties("\"attachments\": [{\"id\": \"one\", \"path\": \"/one\"}]"),
                List.of(new Attachment("two", "volume"), new Attachment("10.0.0.7", "address")))));

        assertThat(refused.kind()).isEqualTo(Kind.REJECTED);
        assertThat(refused)
                .hasMessageContaining("where two is mounted")
                .hasMessageContaining("10.0.0.7 is of type address")
                .hasMessageContaining("the flavor attaches no one");
    }
}
