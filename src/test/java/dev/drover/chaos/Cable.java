package dev.drover.chaos;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What lies between the replicas and Postgres, and can be cut. */
final class Cable implements AutoCloseable {
    private final ServerSocket server;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    Cable(int target) throws IOException {
        this.server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        this.target = target;
        Thread.ofVirtual().name("cable").start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Thread.ofVirtual().start(() -> join(client));
            } catch (IOException e) {
                // closed
            }
        }
    }

    private void join(Socket client) {
        try (client;
                Socket postgres = Wire.connect(target)) {
            client.setTcpNoDelay(true);
            postgres.setTcpNoDelay(true);
            open.add(client);
            Thread back = Thread.ofVirtual().start(() -> carry(postgres, client));
            carry(client, postgres);
            back.join();
        } catch (IOException e) {
            // Postgres is away: so is the connection
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(client);
        }
    }

    /** Until one side ends, which ends the other. */
    private static void carry(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // cut
        } finally {
            close(from);
            close(to);
        }
    }

    /** Cuts all connections, whatever is on its way. */
    void cut() {
        open.forEach(Cable::close);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is closed all the same
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }
}
