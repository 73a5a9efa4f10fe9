package dev.drover.provider.infrakit.plugin;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Serves POSTs on a unix socket, over connections that are kept. */
public final class UnixHttp implements AutoCloseable {
    private final ServerSocketChannel server;
    private final Answers answers;
    private final Set<SocketChannel> connections = ConcurrentHashMap.newKeySet();

    private UnixHttp(ServerSocketChannel server, Answers answers) {
        this.server = server;
        this.answers = answers;
    }

    /** What a body is answered with; empty closes the connection without an answer. */
    @FunctionalInterface
    public interface Answers {
        Optional<byte[]> to(byte[] body) throws IOException;
    }

    public static UnixHttp serve(Path socket, Answers answers) throws IOException {
        Files.deleteIfExists(socket);
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket), 1024);
        UnixHttp http = new UnixHttp(server, answers);
        Thread.ofPlatform().name("accept").start(http::accept);
        return http;
    }

    /** How many connections are open. */
    public int connections() {
        return connections.size();
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel connection = server.accept();
                connections.add(connection);
                Thread.ofVirtual().start(() -> talk(connection));
            }
        } catch (IOException e) {
            return; // closed
        }
    }

    private void talk(SocketChannel connection) {
        try (connection) {
            InputStream in = new BufferedInputStream(Channels.newInputStream(connection));
            OutputStream out = Channels.newOutputStream(connection);
            for (byte[] body = body(in); body != null; body = body(in)) {
                Optional<byte[]> answer = answers.to(body);
                if (answer.isEmpty()) {
                    return;
                }
                ByteArrayOutputStream whole = new ByteArrayOutputStream();
                whole.writeBytes(("HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: "
                                + answer.get().length + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
                whole.writeBytes(answer.get());
                out.write(whole.toByteArray());
            }
        } catch (IOException e) {
            return; // the other side has hung up
        } finally {
            connections.remove(connection);
        }
    }

    /** Null at the end of the connection. */
    private static byte @Nullable [] body(InputStream in) throws IOException {
        int length = 0;
        String line = line(in);
        if (line.isEmpty()) {
            return null;
        }
        for (line = line(in); !line.isEmpty(); line = line(in)) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(
                        line.substring("content-length:".length()).strip());
            }
        }
        return in.readNBytes(length);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.write(next);
        }
        return line.toString(StandardCharsets.US_ASCII).stripTrailing();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (SocketChannel connection : connections) {
            connection.close();
        }
    }
}
