package dev.drover.history;

import static dev.drover.web.ProblemType.MALFORMED;
import static dev.drover.web.ProblemType.NOT_FOUND;

import dev.drover.web.Answers;
import dev.drover.web.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "History", description = "What happened, and why.")
class EventController {
    private static final String TYPE = "Only events of this type; may be given more than once.";
    private static final String ACTOR = "Only what this one asked for.";
    private static final String SINCE = "Only events of this instant or later.";
    private static final String UNTIL = "Only events before this instant.";
    private static final String MEMBER = "Only events of this member.";
    private static final String LIMIT = "1 to 500; 100 if it is left out.";
    private static final String AFTER = "The 'next' of the page before.";

    private final EventReader reader;
    private final PastGroups groups;

    EventController(EventReader reader, PastGroups groups) {
        this.reader = reader;
        this.groups = groups;
    }

    @GetMapping("/v1/events")
    @Operation(
            operationId = "listEvents",
            summary = "List what happened, newest first",
            description = "Of all groups, those that are deleted included. Filters can be combined.")
    @Answers(
            status = 200,
            example = "events.json",
            problems = {MALFORMED, NOT_FOUND})
    Page<EventView> events(
            @Parameter(description = "Only events of the newest group of this name.")
                    @RequestParam(required = false)
                    @Nullable
                    String group,
            @Parameter(description = TYPE) @RequestParam(required = false) @Nullable List<String> type,
            @Parameter(description = ACTOR) @RequestParam(required = false) @Nullable String actor,
            @Parameter(description = MEMBER) @RequestParam(required = false) @Nullable String member,
            @Parameter(description = SINCE) @RequestParam(required = false) @Nullable String since,
            @Parameter(description = UNTIL) @RequestParam(required = false) @Nullable String until,
            @Parameter(description = LIMIT) @RequestParam(required = false) @Nullable Integer limit,
            @Parameter(description = AFTER) @RequestParam(required = false) @Nullable String after) {
        Long id = group == null ? null : groups.newest(group);
        return reader.list(EventFilter.of(id, type, actor, member, since, until), Page.limit(limit), after);
    }

    @GetMapping("/v1/groups/{name}/events")
    @Operation(
            operationId = "listGroupEvents",
            summary = "List what happened to a group, newest first",
            description = "Also for a group that is deleted, until another one gets its name.")
    @Answers(
            status = 200,
            example = "events.json",
            problems = {MALFORMED, NOT_FOUND})
    Page<EventView> ofGroup(
            @Parameter(example = "web") @PathVariable String name,
            @Parameter(description = TYPE) @RequestParam(required = false) @Nullable List<String> type,
            @Parameter(description = ACTOR) @RequestParam(required = false) @Nullable String actor,
            @Parameter(description = MEMBER) @RequestParam(required = false) @Nullable String member,
            @Parameter(description = SINCE) @RequestParam(required = false) @Nullable String since,
            @Parameter(description = UNTIL) @RequestParam(required = false) @Nullable String until,
            @Parameter(description = LIMIT) @RequestParam(required = false) @Nullable Integer limit,
            @Parameter(description = AFTER) @RequestParam(required = false) @Nullable String after) {
        long group = groups.newest(name);
        PastGroups.member(name, member);
        return reader.list(EventFilter.of(group, type, actor, member, since, until), Page.limit(limit), after);
    }
}
