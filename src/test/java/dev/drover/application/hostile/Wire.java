package dev.drover.application.hostile;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What is no proper HTTP. */
final class Wire {
    private static final String ANY = "any";

    private Wire() {}

    static List<Hostile> requests(int port) {
        String host = "Host: 127.0.0.1:" + port + "\r\n";
        String end = "Connection: close\r\n\r\n";
        List<Hostile> all = new ArrayList<>();
        add(all, "no Host", "GET /v1/groups HTTP/1.1\r\n" + end);
        add(all, "two Hosts", "GET /v1/groups HTTP/1.1\r\n" + host + "Host: evil.example\r\n" + end);
        add(all, "an empty Host", "GET /v1/groups HTTP/1.1\r\nHost:\r\n" + end);
        add(all, "a Host with a path", "GET /v1/groups HTTP/1.1\r\nHost: 127.0.0.1/evil\r\n" + end);
        add(all, "an absolute target of another host", "GET http://evil.example/v1/groups HTTP/1.1\r\n" + host + end);
        add(all, "no version", "GET /v1/groups\r\n" + host + end);
        add(all, "a version that is none", "GET /v1/groups HTTP/one\r\n" + host + end);
        add(all, "a target with a blank", "GET /v1/gro ups HTTP/1.1\r\n" + host + end);
        add(all, "a target with a quote", "GET /v1/groups?a=\"b\" HTTP/1.1\r\n" + host + end);
        add(all, "a target with a NUL", "GET /v1/\0 HTTP/1.1\r\n" + host + end);
        add(all, "a target of raw bytes", "GET /v1/gr\u00fcppen HTTP/1.1\r\n" + host + end);
        add(all, "a target without a slash", "GET v1/groups HTTP/1.1\r\n" + host + end);
        add(all, "a target of 20,000 characters", "GET /v1/" + "x".repeat(20_000) + " HTTP/1.1\r\n" + host + end);
        add(all, "a header without a colon", "GET /v1/nothing HTTP/1.1\r\n" + host + "nonsense\r\n" + end);
        add(all, "a header with a blank in its name", "GET /v1/nothing HTTP/1.1\r\n" + host + "X Y: 1\r\n" + end);
        add(all, "200 headers", "GET /v1/groups HTTP/1.1\r\n" + host + "X-Y: 1\r\n".repeat(200) + end);
        add(all, "a length that is negative", put(host, "Content-Length: -5\r\n", end, "{}"));
        add(all, "a length that is no number", put(host, "Content-Length: many\r\n", end, "{}"));
        add(all, "two lengths", put(host, "Content-Length: 2\r\nContent-Length: 3\r\n", end, "{}"));
        add(all, "a length of 2^63", put(host, "Content-Length: 9223372036854775808\r\n", end, "{}"));
        add(
                all,
                "a length and chunks",
                put(host, "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n", end, "0\r\n\r\n"));
        add(all, "chunks of no size", put(host, "Transfer-Encoding: chunked\r\n", end, "zz\r\n{}\r\n0\r\n\r\n"));
        add(all, "a chunk of 2^40 bytes", put(host, "Transfer-Encoding: chunked\r\n", end, "10000000000\r\n{}\r\n"));
        add(all, "2 MiB in chunks", put(host, "Transfer-Encoding: chunked\r\n", end, chunks(2 << 20)));
        add(all, "a tunnel", "CONNECT evil.example:443 HTTP/1.1\r\n" + host + end);
        add(
                all,
                "a preflight of another site",
                "OPTIONS /v1/groups HTTP/1.1\r\n" + host
                        + "Origin: https://evil.example\r\nAccess-Control-Request-Method: POST\r\n" + end);
        add(all, "a path that is encoded twice", "GET /%2576%31/groups HTTP/1.1\r\n" + host + end);
        add(all, "the actuator's other pages", "GET /actuator/env HTTP/1.1\r\n" + host + end);
        add(
                all,
                "the actuator's shutdown",
                "POST /actuator/shutdown HTTP/1.1\r\n" + host + "Content-Length: 0\r\n" + end);
        add(all, "a file of the jar", "GET /application.yaml HTTP/1.1\r\n" + host + end);
        add(all, "a class of the jar", "GET /dev/drover/Drover.class HTTP/1.1\r\n" + host + end);
        add(all, "a folder above the pages", "GET /swagger-ui/..%2f..%2fapplication.yaml HTTP/1.1\r\n" + host + end);
        add(all, "a folder above the pages, plainly", "GET /webjars/../../../etc/passwd HTTP/1.1\r\n" + host + end);
        return all;
    }

    private static String put(String host, String framing, String end, String body) {
        return "PUT /v1/groups/wire HTTP/1.1\r\n" + host + "Content-Type: application/json\r\n" + framing + end + body;
    }

    private static String chunks(int size) {
        String chunk = "8000\r\n" + " ".repeat(0x8000) + "\r\n";
        return chunk.repeat(size / 0x8000) + "0\r\n\r\n";
    }

    private static void add(List<Hostile> all, String why, String request) {
        all.add(Hostile.of(ANY, why, request.getBytes(StandardCharsets.UTF_8)));
    }
}
