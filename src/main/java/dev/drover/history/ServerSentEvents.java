package dev.drover.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import tools.jackson.databind.json.JsonMapper;

/** Writes events as the WHATWG's server-sent events. A write returns when the reader has read enough of what came before. */
final class ServerSentEvents {
    private final OutputStream out;
    private final JsonMapper json;
    private long flushed = System.nanoTime();
    private boolean pending;

    ServerSentEvents(OutputStream out, JsonMapper json) {
        this.out = out;
        this.json = json;
    }

    void greet(Position at, int retryMillis) throws IOException {
        write(": what happens after " + at + "\nretry: " + retryMillis + "\n" + place(at));
        flush();
    }

    /** An id without data: clients take it as the last one, and show nothing. */
    void heartbeat(Position at) throws IOException {
        write(": nothing new\n" + place(at));
        flush();
    }

    void event(EventView event) throws IOException {
        write("event: " + event.type() + "\ndata: " + json.writeValueAsString(event) + "\n" + place(event.position()));
    }

    private static String place(Position at) {
        return "id: " + at + "\n\n";
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(UTF_8));
        pending = true;
    }

    /** Sends what was written, if anything was. */
    void flush() throws IOException {
        if (pending) {
            out.flush();
            flushed = System.nanoTime();
            pending = false;
        }
    }

    long nanosSinceFlush() {
        return System.nanoTime() - flushed;
    }
}
