package dev.drover.history;

import static dev.drover.web.ProblemType.MALFORMED;
import static dev.drover.web.ProblemType.UNAVAILABLE;

import dev.drover.history.EventStream.Start;
import dev.drover.history.EventStream.Wanted;
import dev.drover.history.SettledHistory.Bounds;
import dev.drover.web.Choices;
import dev.drover.web.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers with the stream of events. The request's own (virtual) thread writes it: a write that waits for the reader is ended by the
 * web server, and holds nothing but this thread.
 */
@Component
class EventStreams {
    private static final Logger LOG = LoggerFactory.getLogger(EventStreams.class);
    private static final String TRY_AGAIN_SECONDS = "5";

    private final SettledHistory history;
    private final PastGroups groups;
    private final Tail tail;
    private final StreamSettings settings;
    private final JsonMapper json;

    EventStreams(SettledHistory history, PastGroups groups, Tail tail, StreamSettings settings, JsonMapper json) {
        this.history = history;
        this.groups = groups;
        this.tail = tail;
        this.settings = settings;
        this.json = json;
    }

    /** Returns when the stream is at its end. */
    void answer(
            @Nullable String group,
            @Nullable List<String> types,
            @Nullable String last,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Wanted wanted = wanted(group, types);
        Start start = start(last);
        try (Tail.Reader reader = tail.enter().orElseThrow(() -> full(response))) {
            head(response);
            if (!HttpMethod.HEAD.matches(request.getMethod())) {
                ServerSentEvents out = new ServerSentEvents(response.getOutputStream(), json);
                follow(new EventStream(history, reader, out, settings.heartbeat(), wanted, start));
            }
        }
    }

    private Wanted wanted(@Nullable String group, @Nullable List<String> types) {
        if (group != null) {
            groups.newest(group); // a misspelt name would be quiet for ever
        }
        return new Wanted(group, Choices.all("type", types, EventFilter.TYPES));
    }

    private Start start(@Nullable String last) {
        if (last == null) {
            Bounds bounds = history.bounds();
            return new Start(bounds.newest(), bounds.forgotten());
        }
        Position at = Position.parse(last)
                .orElseThrow(
                        () -> new Problem(
                                MALFORMED,
                                "the header Last-Event-ID must be the id of an event, like 874.20, or 0.0 for all that is kept"));
        Bounds bounds = history.bounds();
        return new Start(history.resume(at, bounds), bounds.forgotten());
    }

    private Problem full(HttpServletResponse response) {
        response.setHeader(HttpHeaders.RETRY_AFTER, TRY_AGAIN_SECONDS);
        return new Problem(
                UNAVAILABLE,
                "this replica ends, or " + settings.readers()
                        + " follow its events already (drover.stream.readers): try again, or ask another replica");
    }

    private static void head(HttpServletResponse response) {
        response.setContentType("text/event-stream;charset=UTF-8");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setHeader("X-Accel-Buffering", "no"); // nginx would keep events until it has enough of them
    }

    private static void follow(EventStream stream) {
        try {
            stream.run();
        } catch (IOException e) {
            LOG.debug("one who followed went away, or did not read: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
