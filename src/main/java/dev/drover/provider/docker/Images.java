package dev.drover.provider.docker;

import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.command.PullImageResultCallback;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.provider.spi.ProviderFailure.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Sees to it that the engine has an image before a container is made of it. Until then nothing was made. */
final class Images {
    /** A registry that knows it has said no. Whatever else goes wrong may go right later. */
    private static final List<String> REFUSALS = List.of("not found", "manifest unknown", "denied", "unauthorized");

    private final Engine engine;

    Images(Engine engine) {
        this.engine = engine;
    }

    /** The image that these properties name, as the engine has it. */
    InspectImageResponse ready(JsonNode properties) {
        String image = properties.path("image").asString();
        String policy = properties.path("pull").asString("missing");
        if (policy.equals("always")) {
            pull(image);
        }
        Optional<InspectImageResponse> found = inspected(image);
        if (found.isEmpty() && policy.equals("missing")) {
            pull(image);
            found = inspected(image);
        }
        return found.orElseThrow(() -> new ProviderFailure(
                Kind.REJECTED,
                "the engine has no image " + image + ", and is told not to fetch it: No such image: " + image));
    }

    private Optional<InspectImageResponse> inspected(String image) {
        try {
            return Optional.of(
                    engine.ask(client -> client.inspectImageCmd(image).exec()));
        } catch (NotFoundException e) {
            return Optional.empty();
        } catch (DockerException e) {
            throw EngineAnswer.of(e).failure("the image " + image + " cannot be looked up");
        }
    }

    private void pull(String image) {
        try (PullImageResultCallback pulling =
                engine.client().pullImageCmd(oneTag(image)).exec(new PullImageResultCallback())) {
            pulling.awaitCompletion();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProviderFailure(Kind.RETRYABLE, "fetching the image " + image + " was cut short", e);
        } catch (DockerException e) {
            throw refused(image, EngineAnswer.of(e).words(), e);
        } catch (DockerClientException e) {
            throw refused(image, String.valueOf(e.getMessage()), e);
        } catch (java.io.IOException | RuntimeException e) {
            throw engine.failed(Kind.RETRYABLE, e);
        }
    }

    private static ProviderFailure refused(String image, String words, Exception cause) {
        String lower = words.toLowerCase(Locale.ROOT);
        boolean refused = REFUSALS.stream().anyMatch(lower::contains);
        return new ProviderFailure(
                refused ? Kind.REJECTED : Kind.RETRYABLE, "the image " + image + " cannot be fetched: " + words, cause);
    }

    /** Without a tag the engine would fetch all of them. */
    private static String oneTag(String image) {
        String last = image.substring(image.lastIndexOf('/') + 1);
        return last.contains(":") || last.contains("@") ? image : image + ":latest";
    }
}
