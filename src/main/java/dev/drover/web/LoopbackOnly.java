package dev.drover.web;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.stereotype.Component;

/** Refuses to listen where others could call: Drover starts processes for whoever asks, and cannot tell yet who that is. */
@Component
class LoopbackOnly {
    LoopbackOnly(ServerProperties server) {
        require(server.getAddress());
    }

    static void require(@Nullable InetAddress address) {
        if (address == null || !address.isLoopbackAddress()) {
            throw new FailureAnalyzedException(
                    "server.address is " + (address == null ? "empty, which means all" : address.getHostAddress())
                            + ", but Drover cannot check who calls yet and so listens on loopback only",
                    "set SERVER_ADDRESS to 127.0.0.1, and reach it from elsewhere through a tunnel or a proxy that does check");
        }
    }
}
