package dev.drover.infrakit;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.CompletableResponseListener;
import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.io.Transport;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.jspecify.annotations.Nullable;

/**
 * Calls plugins: JSON-RPC over HTTP, on unix sockets and TCP, over connections that are kept and used again. It never tries
 * anything twice. Safe for use by many threads.
 */
public final class PluginClient implements AutoCloseable {
    /** A listing of 100,000 instances is about as large. */
    private static final int LARGEST_ANSWER = 32 << 20;

    private static final int CONNECTIONS_OF_A_PLUGIN = 256;
    private static final Duration CONNECTED_WITHIN = Duration.ofSeconds(5);
    private static final Duration KEPT_IDLE = Duration.ofSeconds(30);

    private final AtomicLong ids = new AtomicLong();
    private final @Nullable SSLContext trust;
    private @Nullable HttpClient started;

    /** Trusts what Java trusts. */
    public PluginClient() {
        this(null);
    }

    /** @param trust for plugins behind {@code https://}; null for what Java trusts */
    public PluginClient(@Nullable SSLContext trust) {
        this.trust = trust;
    }

    /** Only who calls a plugin pays for it. */
    private synchronized HttpClient http() {
        if (started == null) {
            started = start(trust);
        }
        return started;
    }

    private static HttpClient start(@Nullable SSLContext trust) {
        ClientConnector connector = new ClientConnector();
        connector.setSelectors(1);
        SslContextFactory.Client ssl = new SslContextFactory.Client();
        ssl.setSslContext(trust);
        connector.setSslContextFactory(ssl);
        HttpClient http = new HttpClient(new HttpClientTransportOverHTTP(connector));
        QueuedThreadPool threads = new QueuedThreadPool(16, 2);
        threads.setName("infrakit");
        threads.setDaemon(true);
        http.setExecutor(threads);
        http.setScheduler(new ScheduledExecutorScheduler("infrakit deadlines", true));
        http.setMaxConnectionsPerDestination(CONNECTIONS_OF_A_PLUGIN);
        http.setMaxRequestsQueuedPerDestination(Integer.MAX_VALUE);
        http.setConnectTimeout(CONNECTED_WITHIN.toMillis());
        http.setIdleTimeout(0);
        http.setDestinationIdleTimeout(KEPT_IDLE.toMillis());
        http.setFollowRedirects(false);
        try {
            http.start();
            return http;
        } catch (Exception e) {
            throw new IllegalStateException("the client for plugins does not start: " + e.getMessage(), e);
        }
    }

    /**
     * Asks, and answers what the plugin answered.
     *
     * @param who the plugin, in a sentence
     * @param params an object with the fields of the question
     * @throws CallFailed if there is no answer, none that can be read, or one that tells of a failure
     */
    public <T> T call(String who, Endpoint at, String method, Object params, Class<T> shape, Duration timeout) {
        long id = ids.incrementAndGet();
        byte[] answer =
                send(who, at, method, JsonRpc.Question.of(method, params, id).bytes(), timeout);
        try {
            JsonRpc.Reply reply = JsonRpc.Reply.read(answer, id);
            reply.failure().ifPresent(words -> {
                throw new CallFailed(CallFailed.Kind.ANSWERED, who + " answered " + method + ": " + words, null);
            });
            return reply.result(shape);
        } catch (JsonRpc.Unreadable e) {
            throw inDoubt(who, at, method, String.valueOf(e.getMessage()), e);
        }
    }

    private byte[] send(String who, Endpoint at, String method, byte[] body, Duration timeout) {
        AtomicBoolean begun = new AtomicBoolean();
        Request request = request(who, at, method)
                .body(new BytesRequestContent("application/json", body))
                .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .onRequestBegin(it -> begun.set(true));
        CompletableFuture<ContentResponse> answer = new CompletableResponseListener(request, LARGEST_ANSWER).send();
        try {
            ContentResponse response = answer.get();
            if (response.getStatus() != 200) {
                throw inDoubt(who, at, method, "it answered with the HTTP status " + response.getStatus(), null);
            }
            return response.getContent();
        } catch (InterruptedException e) {
            CompletableFuture<Boolean> _ = request.abort(e);
            Thread.currentThread().interrupt();
            throw failed(begun.get(), who, at, method, "it was not waited for any longer", e);
        } catch (ExecutionException e) {
            throw failed(begun.get(), who, at, method, words(e.getCause(), timeout), e.getCause());
        }
    }

    /** Some URLs are none for the client: a port of 99999, say. */
    private Request request(String who, Endpoint at, String method) {
        try {
            Request request = http().POST(at.uri());
            if (at.socket() != null) {
                request.transport(new Transport.TCPUnix(at.socket()));
            }
            return request;
        } catch (IllegalArgumentException e) {
            throw failed(false, who, at, method, String.valueOf(e.getMessage()), e);
        }
    }

    private static CallFailed failed(
            boolean begun, String who, Endpoint at, String method, String why, @Nullable Throwable cause) {
        return begun
                ? inDoubt(who, at, method, why, cause)
                : new CallFailed(
                        CallFailed.Kind.NOT_SENT,
                        who + " cannot be reached at " + at + ", so that " + method + " was not sent: " + why,
                        cause);
    }

    private static CallFailed inDoubt(String who, Endpoint at, String method, String why, @Nullable Throwable cause) {
        return new CallFailed(
                CallFailed.Kind.IN_DOUBT, who + " at " + at + " did not answer " + method + ": " + why, cause);
    }

    private static String words(@Nullable Throwable thrown, Duration timeout) {
        return switch (thrown) {
            case null -> "nobody knows why";
            case TimeoutException late -> "nothing came within " + timeout.toMillis() + " ms";
            case IllegalArgumentException large -> "its answer is larger than " + (LARGEST_ANSWER >> 20) + " MiB";
            default -> thrown.getMessage() == null ? thrown.getClass().getSimpleName() : thrown.getMessage();
        };
    }

    @Override
    public synchronized void close() {
        try {
            if (started != null) {
                started.stop();
            }
        } catch (Exception e) {
            throw new IllegalStateException("the client for plugins does not stop: " + e.getMessage(), e);
        }
    }
}
