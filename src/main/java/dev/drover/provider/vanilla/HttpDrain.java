package dev.drover.provider.vanilla;

import dev.drover.provider.spi.FlavorProvider.Drain;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.ProviderFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Asks an instance over HTTP to finish its work. Whatever keeps it from saying how far it is may be over the next time.
 *
 * @param port a number, or the name of one of the instance's ports
 */
record HttpDrain(JsonNode port, String path) {
    private static final String DEFAULT_PATH = "/drain";
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .build();

    static HttpDrain of(JsonNode properties) {
        return new HttpDrain(properties.path("port"), properties.path("path").asString(DEFAULT_PATH));
    }

    Drain ask(Instance instance) {
        URI uri = uri(instance);
        int status = status(uri);
        return switch (status) {
            case 200, 204 -> Drain.DRAINED;
            case 202, 503 -> Drain.DRAINING;
            default ->
                throw failed(
                        "POST " + uri + " answered " + status + "; 200 or 204 is drained, 202 or 503 not yet", null);
        };
    }

    private URI uri(Instance instance) {
        if (instance.addresses().isEmpty()) {
            throw failed("it cannot be asked to drain: its address is not known", null);
        }
        // What a template stands for may be anything, and must not become another host.
        if (!path.startsWith("/")) {
            throw failed("it cannot be asked to drain: the path '" + path + "' does not begin with '/'", null);
        }
        String host = instance.addresses().getFirst();
        try {
            return new URI(new URI("http", null, host, number(instance), null, null, null) + path);
        } catch (URISyntaxException e) {
            throw failed("it cannot be asked to drain: " + e.getMessage(), e);
        }
    }

    private int number(Instance instance) {
        if (port.isInt()) {
            return port.intValue();
        }
        Integer number = instance.ports().get(port.asString());
        if (number == null) {
            throw failed("it cannot be asked to drain: it has no port named '" + port.asString() + "'", null);
        }
        return number;
    }

    private static int status(URI uri) {
        HttpRequest request = request(uri);
        CompletableFuture<HttpResponse<InputStream>> answer =
                HTTP.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream());
        try {
            // Looking a name up is not under the request's own timeout.
            HttpResponse<InputStream> response = answer.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            response.body().close(); // a body may never end, and the status has said everything
            return response.statusCode();
        } catch (TimeoutException e) {
            throw unanswered(uri, e);
        } catch (ExecutionException e) {
            throw unanswered(uri, e.getCause());
        } catch (IOException e) {
            throw unanswered(uri, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("POST " + uri + " was not waited for: Drover is stopping", e);
        } finally {
            answer.cancel(true);
        }
    }

    private static HttpRequest request(URI uri) {
        try {
            return HttpRequest.newBuilder(uri)
                    .POST(HttpRequest.BodyPublishers.noBody())
                    .timeout(TIMEOUT)
                    .build();
        } catch (IllegalArgumentException e) {
            throw failed("it cannot be asked to drain: " + e.getMessage(), e);
        }
    }

    private static ProviderFailure unanswered(URI uri, @Nullable Throwable why) {
        return failed("POST " + uri + " was not answered: " + words(why), why);
    }

    private static String words(@Nullable Throwable thrown) {
        return switch (thrown) {
            case TimeoutException late -> "nothing came within " + TIMEOUT.toSeconds() + " s";
            case HttpTimeoutException late -> "nothing came within " + TIMEOUT.toSeconds() + " s";
            case ConnectException unreachable
            when unreachable.getCause() instanceof UnresolvedAddressException -> "its address has no meaning here";
            case ConnectException refused -> "connection refused";
            case null -> "nobody knows why";
            default -> thrown.getMessage() == null ? thrown.getClass().getSimpleName() : thrown.getMessage();
        };
    }

    private static ProviderFailure failed(String sentence, @Nullable Throwable cause) {
        return new ProviderFailure(ProviderFailure.Kind.RETRYABLE, sentence, cause);
    }
}
