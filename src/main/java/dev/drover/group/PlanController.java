package dev.drover.group;

import static dev.drover.web.ProblemType.ALREADY_EXISTS;
import static dev.drover.web.ProblemType.DELETING;
import static dev.drover.web.ProblemType.GENERATION_MOVED;
import static dev.drover.web.ProblemType.MALFORMED;
import static dev.drover.web.ProblemType.NOT_SUPPORTED;
import static dev.drover.web.ProblemType.TOO_LARGE;
import static dev.drover.web.ProblemType.UNSUPPORTED_MEDIA_TYPE;
import static dev.drover.web.ProblemType.VALIDATION;

import dev.drover.web.Actor;
import dev.drover.web.Answers;
import dev.drover.web.ChangesNothing;
import dev.drover.web.GivenProvenance;
import dev.drover.web.SpecBody;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/** What a declaration would do. */
@RestController
@Tag(name = "Groups")
class PlanController {
    private final ForecastDeclaration forecasts;
    private final GroupBodies bodies;
    private final Actor actor;

    PlanController(ForecastDeclaration forecasts, GroupBodies bodies, Actor actor) {
        this.forecasts = forecasts;
        this.bodies = bodies;
        this.actor = actor;
    }

    @ChangesNothing
    @PostMapping(
            path = "/v1/groups/{name}/plan",
            produces = {
                MediaType.APPLICATION_JSON_VALUE,
                MediaType.APPLICATION_YAML_VALUE,
                MediaType.TEXT_MARKDOWN_VALUE
            })
    @Operation(
            operationId = "planGroup",
            summary = "Forecast what declaring a spec would do",
            description =
                    "Stores nothing, and refuses what PUT would refuse; the group need not exist. The planner is run to its"
                            + " end as if every call succeeded and every new member became ready. Declare with the answer's"
                            + " digest, `?expect=sha256:...`, and it happens only if the forecast is still the same. `Accept:"
                            + " text/markdown` answers a comment for a review.")
    @SpecBody(example = "group.yaml", schema = SpecBody.GROUP)
    @Answers(
            status = 200,
            example = "forecast.json",
            markdown = "forecast.md",
            problems = {
                MALFORMED,
                VALIDATION,
                NOT_SUPPORTED,
                GENERATION_MOVED,
                ALREADY_EXISTS,
                DELETING,
                TOO_LARGE,
                UNSUPPORTED_MEDIA_TYPE
            })
    ResponseEntity<ForecastView> plan(
            @Parameter(example = "web") @PathVariable String name,
            @Parameter(description = "Only if the group is at this generation, as in its ETag: \"7\" with its quotes.")
                    @RequestHeader(name = "If-Match", required = false)
                    @Nullable
                    String ifMatch,
            @Parameter(description = "`*`: only if the group does not exist.")
                    @RequestHeader(name = "If-None-Match", required = false)
                    @Nullable
                    String ifNoneMatch,
            HttpServletRequest request) {
        ObjectNode spec = bodies.read(request);
        return answer(forecasts.declaration(new Declare(
                GroupNames.inPath(name),
                spec,
                ETags.generation(ifMatch),
                ETags.onlyNew(ifNoneMatch),
                null,
                actor.of(request),
                GivenProvenance.of(request, spec))));
    }

    static ResponseEntity<ForecastView> answer(ForecastView forecast) {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(forecast);
    }
}
