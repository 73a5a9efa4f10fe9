package dev.drover.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls a plugin over its unix socket as the command line of InfraKit does, byte by byte. */
final class GatewayCalls {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final AtomicLong IDS = new AtomicLong(7_647_367_676_188_484_930L);

    private final Path socket;

    GatewayCalls(Path socket) {
        this.socket = socket;
    }

    /** The result of a call that succeeds. */
    JsonNode result(String method, String params) {
        JsonNode answer = call(method, params);
        assertThat(answer.path("error").isMissingNode())
                .as(() -> method + params + answer)
                .isTrue();
        return answer.path("result");
    }

    /** What a call is told that fails. */
    String error(String method, String params) {
        JsonNode answer = call(method, params);
        assertThat(answer.path("error").path("code").asInt())
                .as(answer::toString)
                .isEqualTo(-32000);
        return answer.path("error").path("message").asString();
    }

    JsonNode call(String method, String params) {
        long id = IDS.incrementAndGet();
        String body = "{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"params\":" + params + ",\"id\":" + id + "}";
        String answer = post("/", "application/json", body);
        assertThat(answer).startsWith("HTTP/1.1 200").contains("Content-Type: text/plain;charset=utf-8");
        JsonNode tree = JSON.readTree(answer.substring(answer.indexOf("\r\n\r\n")));
        assertThat(tree.path("id").longValue()).isEqualTo(id);
        return tree;
    }

    String post(String path, String type, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return send("POST " + path + " HTTP/1.1\r\nHost: h\r\nUser-Agent: Go-http-client/1.1\r\nContent-Length: "
                + bytes.length + "\r\nContent-Type: " + type
                + "\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n" + body);
    }

    /** Whatever comes back until the other side has said all. */
    String send(String request) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            ByteBuffer out = ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8));
            while (out.hasRemaining()) {
                channel.write(out);
            }
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            ByteBuffer in = ByteBuffer.allocate(1 << 16);
            while (channel.read(in) >= 0) {
                all.write(in.array(), 0, in.position());
                in.clear();
            }
            return all.toString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
