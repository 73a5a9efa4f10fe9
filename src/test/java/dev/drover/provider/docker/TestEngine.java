package dev.drover.provider.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.drover.provider.spi.Labels;
import dev.drover.provider.spi.ProviderFailure;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** The Docker Engine of this machine, for tests: they are skipped where there is none, or where it lacks the image. */
public final class TestEngine {
    /** A few programs of busybox; {@code sleep 86400} unless a command is given. */
    public static final String IMAGE =
            Optional.ofNullable(System.getenv("DROVER_TEST_IMAGE")).orElse("drover-test/busybox:1");

    public static final String HOST =
            Optional.ofNullable(System.getenv("DROVER_DOCKER_HOST")).orElse("unix:///var/run/docker.sock");

    private static final Engine ENGINE = engine(HOST);

    private TestEngine() {}

    /** Its API. Aborts the test if nothing answers there. */
    public static DockerClient assumed() {
        Assumptions.assumeTrue(isThere(), "needs a Docker Engine at " + HOST + " with the image " + IMAGE);
        return ENGINE.client();
    }

    public static boolean isThere() {
        try {
            ENGINE.ask(client -> client.inspectImageCmd(IMAGE).exec());
            return true;
        } catch (ProviderFailure | NotFoundException e) {
            return false;
        }
    }

    public static DockerClient at(String host) {
        return engine(host).client();
    }

    static Engine engine(String host) {
        return new Engine(EngineSettings.of(Map.of("host", host)));
    }

    static DockerProvider provider(Path state) {
        return new DockerProvider(state, EngineSettings.of(Map.of("host", HOST)));
    }

    /** Removes what a test has made, with its volumes, whatever became of it. */
    public static void removeAllOf(DockerClient client, String owner) {
        List<String> label = List.of(Labels.OWNER + "=" + owner);
        client.listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(label)
                .exec()
                .forEach(it -> {
                    try {
                        client.removeContainerCmd(it.getId())
                                .withForce(true)
                                .withRemoveVolumes(true)
                                .exec();
                    } catch (NotFoundException e) {
                        // It is being removed.
                    }
                });
        client.listVolumesCmd()
                .withFilter("label", label)
                .exec()
                .getVolumes()
                .forEach(it -> client.removeVolumeCmd(it.getName()).exec());
    }
}
