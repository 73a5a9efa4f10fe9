package dev.drover.provider.docker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** Takes what comes over TCP, encrypted or not, to the socket of an engine, and back. */
final class Relay implements AutoCloseable {
    private final ServerSocket server;
    private final Path socket;

    Relay(ServerSocket server, Path socket) {
        this.server = server;
        this.socket = socket;
        Thread.ofPlatform().daemon().name("relay").start(this::accept);
    }

    String url() {
        return "tcp://127.0.0.1:" + server.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket near = server.accept();
                SocketChannel far = SocketChannel.open(StandardProtocolFamily.UNIX);
                far.connect(UnixDomainSocketAddress.of(socket));
                carry(near, far, near.getInputStream(), Channels.newOutputStream(far));
                carry(near, far, Channels.newInputStream(far), near.getOutputStream());
            }
        } catch (IOException e) {
            return; // closed
        }
    }

    private static void carry(Socket near, SocketChannel far, InputStream from, OutputStream to) {
        Thread.ofPlatform().daemon().name("relay").start(() -> {
            try (near;
                    far) {
                from.transferTo(to);
            } catch (IOException e) {
                return; // the other way has ended
            }
        });
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
