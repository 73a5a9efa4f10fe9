package dev.drover.chaos;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.json.JsonMapper;

/** How the processes of a world talk with the cloud: lines of JSON on the loopback interface. */
final class Wire {
    static final JsonMapper JSON = JsonMapper.shared();
    private static final int CONNECT_MILLIS = 2000;

    private Wire() {}

    static Socket connect(int port) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    static void write(Socket socket, Object line) throws IOException {
        socket.getOutputStream().write((JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Asks, and takes the first line of the answer. */
    static Told ask(int port, Ask ask) {
        try (Socket socket = connect(port)) {
            write(socket, ask);
            String line = reader(socket).readLine();
            if (line == null) {
                throw new IOException("the cloud said nothing");
            }
            return JSON.readValue(line, Told.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
