package dev.drover.instance;

import static dev.drover.web.ProblemType.DELETING;
import static dev.drover.web.ProblemType.GENERATION_MOVED;
import static dev.drover.web.ProblemType.MALFORMED;
import static dev.drover.web.ProblemType.NOT_FOUND;
import static dev.drover.web.ProblemType.PROVIDER_UNREACHABLE;
import static dev.drover.web.ProblemType.TOO_LARGE;
import static dev.drover.web.ProblemType.UNSUPPORTED_MEDIA_TYPE;
import static dev.drover.web.ProblemType.VALIDATION;

import dev.drover.group.CommandBodies;
import dev.drover.spec.GroupName;
import dev.drover.web.Actor;
import dev.drover.web.Answers;
import dev.drover.web.Asker;
import dev.drover.web.Problem;
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
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/v1/groups/{name}")
@Tag(name = "Groups")
class AdoptionController {
    private final AdoptInstances adopt;
    private final CommandBodies bodies;
    private final Actor actor;

    AdoptionController(AdoptInstances adopt, CommandBodies bodies, Actor actor) {
        this.adopt = adopt;
        this.bodies = bodies;
        this.actor = actor;
    }

    @PostMapping("/adopt")
    @Operation(
            operationId = "adoptInstances",
            summary = "Make running instances members of a group",
            description =
                    "Those of the group's provider that carry our owner label and belong to no living member: made by hand, or"
                            + " let go before. All of them, or none. From then on they are kept as declared, and their labels"
                            + " are set. The size stays what it is: what is more than that is destroyed, so pause `fill`"
                            + " and scale the group before, and resume it after.")
    @SpecBody(example = "adopt.json", schema = SpecBody.ADOPT)
    @TakesProvenance
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = "*/*", schema = @Schema(anyOf = {AdoptedView.class, AdoptionPreview.class})))
    @Answers(
            status = 200,
            example = "adopted.json",
            dryRun = "adoption.json",
            problems = {
                MALFORMED,
                VALIDATION,
                NOT_FOUND,
                DELETING,
                GENERATION_MOVED,
                PROVIDER_UNREACHABLE,
                TOO_LARGE,
                UNSUPPORTED_MEDIA_TYPE
            })
    ResponseEntity<?> adopt(
            @Parameter(example = "web") @PathVariable String name,
            @Parameter(description = "Changes nothing, and answers what would happen.")
                    @RequestParam(required = false)
                    @Nullable
                    Boolean dryRun,
            HttpServletRequest request) {
        GroupName group = existing(name);
        AdoptionWish wish = AdoptionWish.of(bodies.read(request, SpecBody.ADOPT));
        Asker asker = actor.asking(request);
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(Boolean.TRUE.equals(dryRun) ? adopt.preview(group, wish) : adopt.adopt(group, wish, asker));
    }

    private static GroupName existing(String name) {
        if (!GroupName.isValid(name)) {
            throw new Problem(NOT_FOUND, "there is no group '" + name + "'; GET /v1/groups lists them");
        }
        return new GroupName(name);
    }
}
