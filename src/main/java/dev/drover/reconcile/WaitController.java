package dev.drover.reconcile;

import static dev.drover.web.ProblemType.BLOCKED;
import static dev.drover.web.ProblemType.DELETING;
import static dev.drover.web.ProblemType.MALFORMED;
import static dev.drover.web.ProblemType.NOT_FOUND;
import static dev.drover.web.ProblemType.NOT_YET;
import static dev.drover.web.ProblemType.SUPERSEDED;
import static dev.drover.web.ProblemType.VALIDATION;

import dev.drover.spec.Durations;
import dev.drover.web.Answers;
import dev.drover.web.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Groups")
class WaitController {
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final WaitForGroup groups;

    WaitController(WaitForGroup groups) {
        this.groups = groups;
    }

    @GetMapping("/v1/groups/{name}/wait")
    @Operation(
            operationId = "waitForGroup",
            summary = "Wait until a group is as declared, ready, or gone",
            description =
                    "504 says: not yet, ask again. 409 says: time alone will not get it there. So a CI step is one"
                            + " line: `curl -f --retry 40 --retry-delay 1 .../wait?generation=7`")
    @Answers(
            status = 200,
            example = "reached.json",
            problems = {MALFORMED, VALIDATION, NOT_FOUND, SUPERSEDED, BLOCKED, DELETING, NOT_YET})
    ResponseEntity<WaitForGroup.Reached> await(
            @Parameter(example = "web") @PathVariable String name,
            @Parameter(description = "The generation to wait for; the newest if it is left out.")
                    @RequestParam(required = false)
                    @Nullable
                    Long generation,
            @Parameter(
                            schema =
                                    @Schema(
                                            allowableValues = {"converged", "ready", "gone"},
                                            defaultValue = "converged"))
                    @RequestParam(required = false, defaultValue = "converged")
                    String until,
            @Parameter(description = "How long to wait, at most 60s.")
                    @RequestParam(required = false, defaultValue = "50s")
                    String timeout)
            throws InterruptedException {
        WaitForGroup.Reached reached = groups.await(name, generation, WaitForGroup.Until.of(until), timeout(timeout));
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(reached);
    }

    private static Duration timeout(String text) {
        Duration timeout;
        try {
            timeout = Durations.parse(text);
        } catch (IllegalArgumentException e) {
            throw new Problem(MALFORMED, "'timeout': " + e.getMessage());
        }
        if (timeout.compareTo(LONGEST) > 0) {
            throw new Problem(MALFORMED, "'timeout' must be at most 60s, it is " + text + ": ask again after a 504");
        }
        return timeout;
    }
}
