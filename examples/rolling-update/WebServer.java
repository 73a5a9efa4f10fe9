import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A web server that can be drained. Run it with {@code java WebServer.java}; PORT_HTTP is its port, VERSION what it says.
 *
 * <p>GET / answers the version, GET /healthz that it is up. POST /drain answers 202 while requests still come, and 200 once none
 * has come for two seconds. Meanwhile it serves as before: whoever sends requests is told elsewhere to stop, and needs a moment.
 */
public final class WebServer {
    private static final long QUIET = TimeUnit.SECONDS.toNanos(2);

    private final String version;
    private final AtomicLong lastRequest = new AtomicLong(System.nanoTime());

    private WebServer(String version) {
        this.version = version;
    }

    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(System.getenv("PORT_HTTP"));
        new WebServer(System.getenv("VERSION")).serve(port);
    }

    private void serve(int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
        server.setExecutor(Executors.newFixedThreadPool(4));
        server.createContext("/", this::page);
        server.createContext("/healthz", exchange -> answer(exchange, 200, "ok"));
        server.createContext("/drain", this::drain);
        server.start();
        System.out.println(version + " listens on port " + port);
    }

    private void page(HttpExchange exchange) throws IOException {
        lastRequest.set(System.nanoTime());
        answer(exchange, 200, version);
        lastRequest.set(System.nanoTime());
    }

    private void drain(HttpExchange exchange) throws IOException {
        boolean quiet = System.nanoTime() - lastRequest.get() > QUIET;
        answer(exchange, quiet ? 200 : 202, quiet ? "drained" : "requests still come");
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = (text + "\n").getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
