package dev.drover.member;

import static dev.drover.web.ProblemType.BLOCKED;
import static dev.drover.web.ProblemType.DELETING;
import static dev.drover.web.ProblemType.MALFORMED;
import static dev.drover.web.ProblemType.NOT_FOUND;
import static dev.drover.web.ProblemType.TOO_LARGE;
import static dev.drover.web.ProblemType.UNSUPPORTED_MEDIA_TYPE;
import static dev.drover.web.ProblemType.VALIDATION;

import dev.drover.group.CommandBodies;
import dev.drover.spec.MemberId;
import dev.drover.web.Actor;
import dev.drover.web.Answers;
import dev.drover.web.Problem;
import dev.drover.web.SpecBody;
import dev.drover.web.TakesProvenance;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/v1/members/{memberId}")
@Tag(name = "Members")
class MemberCommandController {
    private final DetachMember detach;
    private final MemberReader reader;
    private final CommandBodies bodies;
    private final Actor actor;

    MemberCommandController(DetachMember detach, MemberReader reader, CommandBodies bodies, Actor actor) {
        this.detach = detach;
        this.reader = reader;
        this.bodies = bodies;
        this.actor = actor;
    }

    @PostMapping("/detach")
    @Operation(
            operationId = "detachMember",
            summary = "Stop managing a member, and leave its instance alone for ever",
            description =
                    "The group makes another member, unless 'shrink' says that it gets smaller. A create under way is"
                            + " settled first. Refused once the member's destroy was called.")
    @SpecBody(example = "detach.json", schema = SpecBody.DETACH, optional = true)
    @TakesProvenance
    @Answers(
            status = 200,
            example = "detached.json",
            problems = {MALFORMED, VALIDATION, NOT_FOUND, DELETING, BLOCKED, TOO_LARGE, UNSUPPORTED_MEDIA_TYPE})
    ResponseEntity<MemberView> detach(
            @Parameter(example = "web-7k3f9q") @PathVariable String memberId, HttpServletRequest request) {
        MemberId id = existing(memberId);
        boolean shrink = bodies.read(request, SpecBody.DETACH).path("shrink").asBoolean(false);
        detach.detach(id, shrink, actor.asking(request));
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(view(memberId, id));
    }

    private MemberId existing(String memberId) {
        MemberId id = MemberId.parse(memberId).orElseThrow(() -> notFound(memberId));
        MemberView view = view(memberId, id);
        if (view.endedAt() != null) {
            throw new Problem(BLOCKED, memberId + " has ended at " + view.endedAt() + ": nothing is left to command");
        }
        return id;
    }

    private MemberView view(String memberId, MemberId id) {
        return reader.member(id).orElseThrow(() -> notFound(memberId)).view();
    }

    private static Problem notFound(String memberId) {
        return new Problem(
                NOT_FOUND, "there is and was no member '" + memberId + "'; GET /v1/groups/{name}/members lists them");
    }
}
