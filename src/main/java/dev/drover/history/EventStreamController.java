package dev.drover.history;

import static dev.drover.web.ProblemType.GONE;
import static dev.drover.web.ProblemType.MALFORMED;
import static dev.drover.web.ProblemType.NOT_ACCEPTABLE;
import static dev.drover.web.ProblemType.NOT_FOUND;
import static dev.drover.web.ProblemType.UNAVAILABLE;

import dev.drover.web.Answers;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "History")
class EventStreamController {
    private final EventStreams streams;

    EventStreamController(EventStreams streams) {
        this.streams = streams;
    }

    @GetMapping(path = "/v1/events/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Operation(operationId = "followEvents", summary = "Follow what happens", description = """
                    Server-sent events: each has an event's id, its type, and as data the event as it is listed, in one line of JSON. \
                    It does not end. When the connection is lost, go on with the last id as the header Last-Event-ID, at any replica, \
                    also after months: nothing is left out, and nothing comes twice. An EventSource of a browser does so by itself. \
                    An event is shown as soon as no transaction that began before its own is still running; the order is that of \
                    transactions, and the same for everybody. Every 15 s without an event there is a comment, and an id without \
                    data: the place up to which there is nothing that was asked for.""")
    @Answers(
            status = 200,
            mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
            only = true,
            example = "event-stream.txt",
            problems = {MALFORMED, NOT_FOUND, NOT_ACCEPTABLE, GONE, UNAVAILABLE})
    void follow(
            @Parameter(
                            description =
                                    "Only events of groups of this name: also of one that is declared under it anew,"
                                            + " and of one that is deleted.")
                    @RequestParam(required = false)
                    @Nullable
                    String group,
            @Parameter(description = "Only events of this type; may be given more than once.")
                    @RequestParam(required = false)
                    @Nullable
                    List<String> type,
            @Parameter(
                            description = "Go on after this one, like 874.20; 0.0 is before the oldest that is kept."
                                    + " Without it: what happens from now on.")
                    @RequestHeader(name = "Last-Event-ID", required = false)
                    @Nullable
                    String lastEventId,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        streams.answer(group, type, lastEventId, request, response);
    }
}
