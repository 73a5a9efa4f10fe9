package dev.drover.application.hostile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** HTTP without a client that corrects what it is told to send: one request, one connection. */
public final class Raw {
    private static final int PATIENCE_MS = 30_000;

    private Raw() {}

    /**
     * What came back.
     *
     * @param status 0 if the connection was closed without an answer
     * @param headers by their names in lower case
     */
    public record Response(int status, Map<String, String> headers, String body) {
        /** The type of what came back, without its parameters; empty if there is none. */
        public String type() {
            return headers.getOrDefault("content-type", "").replaceFirst(";.*", "");
        }
    }

    /** Sends these bytes as they are, and reads until the other side closes. */
    public static Response send(int port, byte[] request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MS);
            Thread writer = Thread.ofVirtual().start(() -> write(socket, request));
            byte[] answer = read(socket.getInputStream());
            writer.interrupt();
            return parse(answer);
        }
    }

    private static void write(Socket socket, byte[] request) {
        try {
            OutputStream out = socket.getOutputStream();
            out.write(request);
            out.flush();
        } catch (IOException e) {
            return; // answered and closed before it had read everything
        }
    }

    private static byte[] read(InputStream in) {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        try {
            in.transferTo(read);
        } catch (IOException e) {
            return read.toByteArray(); // reset, or silent: what was read until then is the answer
        }
        return read.toByteArray();
    }

    private static Response parse(byte[] answer) {
        String text = new String(answer, StandardCharsets.UTF_8);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0 || !text.startsWith("HTTP/1.1 ")) {
            return new Response(0, Map.of(), text);
        }
        Map<String, String> headers = new TreeMap<>();
        text.substring(0, end).lines().skip(1).forEach(it -> {
            int colon = it.indexOf(':');
            headers.put(
                    it.substring(0, colon).toLowerCase(Locale.ROOT),
                    it.substring(colon + 1).strip());
        });
        String body = text.substring(end + 4);
        boolean chunked = headers.getOrDefault("transfer-encoding", "").equals("chunked");
        return new Response(Integer.parseInt(text.substring(9, 12)), headers, chunked ? unchunked(body) : body);
    }

    // The sizes count bytes, but what is looked for in these answers does not depend on it.
    private static String unchunked(String body) {
        return body.replaceAll("(?m)^[0-9a-f]{1,6}\r\n", "").replace("\r\n", "");
    }
}
