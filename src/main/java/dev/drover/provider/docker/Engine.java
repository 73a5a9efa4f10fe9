package dev.drover.provider.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.provider.spi.ProviderFailure.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;

/**
 * One Docker Engine. Its API has no version here: the engine takes its own newest for what is not named, and refuses one that it does
 * not know.
 */
final class Engine {
    private static final Duration CONNECT = Duration.ofSeconds(3);

    private final EngineSettings settings;
    private final DockerClient client;

    Engine(EngineSettings settings) {
        this.settings = settings;
        Path certificates = settings.certificates();
        DefaultDockerClientConfig.Builder config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(settings.host().toString())
                .withDockerTlsVerify(certificates != null);
        if (certificates != null) {
            config.withDockerCertPath(certificates.toString());
        }
        DefaultDockerClientConfig configured = config.build();
        DockerHttpClient http = new ZerodepDockerHttpClient.Builder()
                .dockerHost(configured.getDockerHost())
                .sslConfig(configured.getSSLConfig())
                .connectionTimeout(CONNECT)
                .build();
        this.client = DockerClientImpl.getInstance(configured, http);
    }

    EngineSettings settings() {
        return settings;
    }

    /** A call that changes nothing: whatever goes wrong, nothing has happened. */
    <T> T ask(Function<DockerClient, T> call) {
        return call(Kind.RETRYABLE, call);
    }

    /** A call that changes something: what breaks while it is under way may have happened. */
    <T> T tell(Function<DockerClient, T> call) {
        return call(Kind.UNKNOWN_OUTCOME, call);
    }

    /** For streams, whose failures come later. */
    DockerClient client() {
        return client;
    }

    private <T> T call(Kind broken, Function<DockerClient, T> call) {
        try {
            return call.apply(client);
        } catch (RuntimeException e) {
            throw EngineAnswer.isOne(e) ? e : failed(broken, e);
        }
    }

    /** It could not be reached, or the connection broke. */
    ProviderFailure failed(Kind broken, Throwable failure) {
        Throwable cause = failure;
        for (Throwable it = failure; it != null; it = it.getCause()) {
            cause = it;
            if (Connections.wasNeverMade(it)) {
                return new ProviderFailure(
                        Kind.RETRYABLE,
                        "no Docker Engine answers at " + settings.host() + ": " + it.getMessage(),
                        failure);
            }
        }
        return new ProviderFailure(
                broken,
                "the connection to the Docker Engine at " + settings.host() + " broke: "
                        + (cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage()),
                failure);
    }
}
