package dev.drover.group;

import static dev.drover.web.ProblemType.DELETING;
import static dev.drover.web.ProblemType.MALFORMED;
import static dev.drover.web.ProblemType.NOT_FOUND;
import static dev.drover.web.ProblemType.SUPERSEDED;
import static dev.drover.web.ProblemType.TOO_LARGE;
import static dev.drover.web.ProblemType.UNSUPPORTED_MEDIA_TYPE;
import static dev.drover.web.ProblemType.VALIDATION;

import dev.drover.history.PastGroups;
import dev.drover.spec.GroupName;
import dev.drover.web.Actor;
import dev.drover.web.Answers;
import dev.drover.web.Asker;
import dev.drover.web.Page;
import dev.drover.web.SpecBody;
import dev.drover.web.TakesProvenance;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/** How groups come from one revision to another. */
@RestController
@RequestMapping("/v1/groups/{name}")
@Tag(name = "Rollouts")
class RolloutController {
    private final PastGroups groups;
    private final RolloutReader reader;
    private final SteerRollout steer;
    private final RollBack rollBack;
    private final ForecastDeclaration forecasts;
    private final GroupReader views;
    private final CommandBodies bodies;
    private final Actor actor;

    RolloutController(
            PastGroups groups,
            RolloutReader reader,
            SteerRollout steer,
            RollBack rollBack,
            ForecastDeclaration forecasts,
            GroupReader views,
            CommandBodies bodies,
            Actor actor) {
        this.groups = groups;
        this.reader = reader;
        this.steer = steer;
        this.rollBack = rollBack;
        this.forecasts = forecasts;
        this.views = views;
        this.bodies = bodies;
        this.actor = actor;
    }

    @GetMapping("/rollouts")
    @Operation(
            operationId = "listRollouts",
            summary = "List a group's rollouts, newest first",
            description = "Also for a group that is deleted, until another one gets its name.")
    @Answers(
            status = 200,
            example = "rollouts.json",
            problems = {MALFORMED, NOT_FOUND})
    Page<RolloutView> rollouts(
            @Parameter(example = "web") @PathVariable String name,
            @Parameter(description = "1 to 500; 100 if it is left out.") @RequestParam(required = false) @Nullable
                    Integer limit,
            @Parameter(description = "The 'next' of the page before.") @RequestParam(required = false) @Nullable
                    String after) {
        return reader.ofGroup(groups.newest(name), Page.limit(limit), after);
    }

    @GetMapping("/rollouts/{id}")
    @Operation(operationId = "getRollout", summary = "Read a rollout of a group")
    @Answers(
            status = 200,
            example = "rollout.json",
            problems = {MALFORMED, NOT_FOUND})
    RolloutView rollout(
            @Parameter(example = "web") @PathVariable String name, @Parameter(example = "1") @PathVariable String id) {
        return reader.rollout(groups.newest(name), id);
    }

    @PostMapping("/rollouts/{id}/promote")
    @Operation(
            operationId = "promoteRollout",
            summary = "Let the other members follow the canary",
            description = "At once, also if the canary has not passed yet.")
    @SpecBody(example = "nothing.json", schema = SpecBody.NOTHING, optional = true)
    @TakesProvenance
    @Answers(
            status = 200,
            example = "rollout-promoted.json",
            problems = {MALFORMED, VALIDATION, NOT_FOUND, SUPERSEDED, DELETING, TOO_LARGE, UNSUPPORTED_MEDIA_TYPE})
    ResponseEntity<RolloutView> promote(
            @Parameter(example = "web") @PathVariable String name,
            @Parameter(example = "1") @PathVariable String id,
            HttpServletRequest request) {
        bodies.read(request, SpecBody.NOTHING);
        return answer(steer.promote(GroupNames.existing(name), id, actor.asking(request)));
    }

    @PostMapping("/rollouts/{id}/pause")
    @Operation(
            operationId = "pauseRollout",
            summary = "Stop a rollout where it is",
            description = "What was begun is settled, and repairs go on.")
    @SpecBody(example = "nothing.json", schema = SpecBody.NOTHING, optional = true)
    @TakesProvenance
    @Answers(
            status = 200,
            example = "rollout-paused.json",
            problems = {MALFORMED, VALIDATION, NOT_FOUND, SUPERSEDED, DELETING, TOO_LARGE, UNSUPPORTED_MEDIA_TYPE})
    ResponseEntity<RolloutView> pause(
            @Parameter(example = "web") @PathVariable String name,
            @Parameter(example = "1") @PathVariable String id,
            HttpServletRequest request) {
        bodies.read(request, SpecBody.NOTHING);
        return answer(steer.pause(GroupNames.existing(name), id, actor.asking(request)));
    }

    @PostMapping("/rollouts/{id}/resume")
    @Operation(
            operationId = "resumeRollout",
            summary = "Let a paused rollout go on",
            description = "A canary is watched anew, and progress has as much time as at the beginning.")
    @SpecBody(example = "nothing.json", schema = SpecBody.NOTHING, optional = true)
    @TakesProvenance
    @Answers(
            status = 200,
            example = "rollout.json",
            problems = {MALFORMED, VALIDATION, NOT_FOUND, SUPERSEDED, DELETING, TOO_LARGE, UNSUPPORTED_MEDIA_TYPE})
    ResponseEntity<RolloutView> resume(
            @Parameter(example = "web") @PathVariable String name,
            @Parameter(example = "1") @PathVariable String id,
            HttpServletRequest request) {
        bodies.read(request, SpecBody.NOTHING);
        return answer(steer.resume(GroupNames.existing(name), id, actor.asking(request)));
    }

    @PostMapping("/rollback")
    @Operation(
            operationId = "rollBackGroup",
            summary = "Bring an older revision back",
            description =
                    "Without a body the one that proved itself last. Size, labels and policies stay as they are declared,"
                            + " and there is no canary. A new generation.")
    @SpecBody(example = "rollback.json", schema = SpecBody.ROLLBACK, optional = true)
    @TakesProvenance
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = "*/*", schema = @Schema(anyOf = {GroupView.class, ForecastView.class})))
    @Answers(
            status = 200,
            example = "rolled-back.json",
            dryRun = "forecast.json",
            problems = {MALFORMED, VALIDATION, NOT_FOUND, SUPERSEDED, DELETING, TOO_LARGE, UNSUPPORTED_MEDIA_TYPE})
    ResponseEntity<?> rollBack(
            @Parameter(example = "web") @PathVariable String name,
            @Parameter(description = "Stores nothing, and answers what would happen, see plan.")
                    @RequestParam(required = false)
                    @Nullable
                    Boolean dryRun,
            HttpServletRequest request) {
        GroupName group = GroupNames.existing(name);
        ObjectNode body = bodies.read(request, SpecBody.ROLLBACK);
        Integer revision = body.has("revision") ? body.path("revision").intValue() : null;
        Asker asker = actor.asking(request);
        if (Boolean.TRUE.equals(dryRun)) {
            return PlanController.answer(forecasts.rollback(group, revision));
        }
        rollBack.byPerson(group, revision, asker);
        GroupView view = views.view(group);
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .eTag(ETags.of(view.generation()))
                .body(view);
    }

    private static ResponseEntity<RolloutView> answer(RolloutView view) {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(view);
    }
}
