package dev.drover.application.hostile;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request that is to be refused.
 *
 * @param operation what it is aimed at, as {@code PUT /v1/groups/{name}}
 * @param why what is wrong with it
 * @param octets what goes over the wire, a character for each byte
 */
public record Hostile(String operation, String why, String octets) {
    static Hostile of(String operation, String why, byte[] bytes) {
        return new Hostile(operation, why, new String(bytes, StandardCharsets.ISO_8859_1));
    }

    public byte[] bytes() {
        return octets.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
        return operation + ": " + why;
    }

    /** A request about to be spoilt. Each method gives a changed copy. */
    record Request(String operation, String method, String target, Map<String, String> headers, String body) {
        static Request of(String operation, String method, String target, int port) {
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("Host", "127.0.0.1:" + port);
            headers.put("Connection", "close");
            return new Request(operation, method, target, headers, "");
        }

        Request method(String other) {
            return new Request(operation, other, target, headers, body);
        }

        Request target(String other) {
            return new Request(operation, method, other, headers, body);
        }

        Request header(String name, String value) {
            Map<String, String> changed = new LinkedHashMap<>(headers);
            changed.put(name, value);
            return new Request(operation, method, target, changed, body);
        }

        Request without(String name) {
            Map<String, String> changed = new LinkedHashMap<>(headers);
            changed.remove(name);
            return new Request(operation, method, target, changed, body);
        }

        Request body(String text) {
            return body(text.getBytes(StandardCharsets.UTF_8));
        }

        Request body(byte[] bytes) {
            return new Request(operation, method, target, headers, new String(bytes, StandardCharsets.ISO_8859_1));
        }

        Hostile because(String why) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
            headers.forEach((name, value) ->
                    head.append(name).append(": ").append(value).append("\r\n"));
            boolean framed = headers.containsKey("Content-Length") || headers.containsKey("Transfer-Encoding");
            if (!framed && (body.length() > 0 || !method.equals("GET"))) {
                head.append("Content-Length: ").append(body.length()).append("\r\n");
            }
            bytes.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
            bytes.writeBytes(body.getBytes(StandardCharsets.ISO_8859_1));
            return Hostile.of(operation, why, bytes.toByteArray());
        }
    }
}
