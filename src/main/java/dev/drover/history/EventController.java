package dev.drover.history;

import static dev.drover.web.ProblemType.MALFORMED;
import static dev.drover.web.ProblemType.NOT_FOUND;

import dev.drover.web.Answers;
import dev.drover.web.Page;
import dev.drover.web.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "History", description = "What happened, and why.")
class EventController {
    private final EventReader reader;

    EventController(EventReader reader) {
        this.reader = reader;
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
    Page<EventView> events(
            @Parameter(example = "web") @PathVariable String name,
            @Parameter(description = "1 to 500; 100 if it is left out.") @RequestParam(required = false) @Nullable
                    Integer limit,
            @Parameter(description = "The 'next' of the page before.") @RequestParam(required = false) @Nullable
                    String after) {
        long group = reader.group(name)
                .orElseThrow(() ->
                        new Problem(NOT_FOUND, "there is and was no group '" + name + "'; GET /v1/groups lists them"));
        return reader.ofGroup(group, Page.limit(limit), after);
    }
}
