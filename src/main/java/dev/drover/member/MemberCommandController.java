package dev.drover.member;

import static dev.drover.web.ProblemType.BLOCKED;
import static dev.drover.web.ProblemType.DELETING;
import static dev.drover.web.ProblemType.MALFORMED;
import static dev.drover.web.ProblemType.NOT_FOUND;
import static dev.drover.web.ProblemType.PROTECTED;
import static dev.drover.web.ProblemType.TOO_LARGE;
import static dev.drover.web.ProblemType.UNSUPPORTED_MEDIA_TYPE;
import static dev.drover.web.ProblemType.VALIDATION;

import dev.drover.group.CommandBodies;
import dev.drover.member.MemberWishes.Wish;
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
import java.util.Locale;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

@RestController
@RequestMapping("/v1/members/{memberId}")
@Tag(name = "Members")
class MemberCommandController {
    private final DetachMember detach;
    private final DestroyMember destroy;
    private final MemberWishes wishes;
    private final ReportHealth health;
    private final MemberReader reader;
    private final CommandBodies bodies;
    private final Actor actor;

    MemberCommandController(
            DetachMember detach,
            DestroyMember destroy,
            MemberWishes wishes,
            ReportHealth health,
            MemberReader reader,
            CommandBodies bodies,
            Actor actor) {
        this.detach = detach;
        this.destroy = destroy;
        this.wishes = wishes;
        this.health = health;
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
                            + " settled first. The instance loses the labels drover.* where its provider takes labels away,"
                            + " unless 'keepLabels' says that it keeps them, to be adopted. Refused once the member's"
                            + " destroy was called.")
    @SpecBody(example = "detach.json", schema = SpecBody.DETACH, optional = true)
    @TakesProvenance
    @Answers(
            status = 200,
            example = "detached.json",
            problems = {MALFORMED, VALIDATION, NOT_FOUND, DELETING, BLOCKED, TOO_LARGE, UNSUPPORTED_MEDIA_TYPE})
    ResponseEntity<MemberView> detach(
            @Parameter(example = "web-7k3f9q") @PathVariable String memberId, HttpServletRequest request) {
        MemberId id = existing(memberId);
        ObjectNode body = bodies.read(request, SpecBody.DETACH);
        detach.detach(
                id,
                body.path("shrink").asBoolean(false),
                body.path("keepLabels").asBoolean(false),
                actor.asking(request));
        return answer(memberId, id);
    }

    @PostMapping("/destroy")
    @Operation(
            operationId = "destroyMember",
            summary = "Destroy a member's instance",
            description =
                    "The group makes another member, unless 'shrink' says that it gets smaller: then a pet's id is declared no"
                            + " more. The member's work is stopped first; nothing else is waited for. Refused while it is"
                            + " protected.")
    @SpecBody(example = "destroy.json", schema = SpecBody.DESTROY, optional = true)
    @TakesProvenance
    @Answers(
            status = 200,
            example = "destroyed.json",
            problems = {
                MALFORMED,
                VALIDATION,
                NOT_FOUND,
                DELETING,
                BLOCKED,
                PROTECTED,
                TOO_LARGE,
                UNSUPPORTED_MEDIA_TYPE
            })
    ResponseEntity<MemberView> destroy(
            @Parameter(example = "web-7k3f9q") @PathVariable String memberId, HttpServletRequest request) {
        MemberId id = existing(memberId);
        boolean shrink = bodies.read(request, SpecBody.DESTROY).path("shrink").asBoolean(false);
        destroy.destroy(id, shrink, actor.asking(request));
        return answer(memberId, id);
    }

    @PostMapping("/protect")
    @Operation(
            operationId = "protectMember",
            summary = "Keep a member's instance from being taken away",
            description =
                    "No shrink, repair or rollout takes it away while it exists; one that is gone is still replaced. Its group is not deleted either.")
    @SpecBody(example = "nothing.json", schema = SpecBody.NOTHING, optional = true)
    @TakesProvenance
    @Answers(
            status = 200,
            example = "protected.json",
            problems = {MALFORMED, VALIDATION, NOT_FOUND, DELETING, BLOCKED, TOO_LARGE, UNSUPPORTED_MEDIA_TYPE})
    ResponseEntity<MemberView> protect(
            @Parameter(example = "web-7k3f9q") @PathVariable String memberId, HttpServletRequest request) {
        return wish(memberId, Wish.PROTECT, true, request);
    }

    @PostMapping("/unprotect")
    @Operation(
            operationId = "unprotectMember",
            summary = "Let a protected member be taken away again",
            description = "What waited for it goes on.")
    @SpecBody(example = "nothing.json", schema = SpecBody.NOTHING, optional = true)
    @TakesProvenance
    @Answers(
            status = 200,
            example = "unprotected.json",
            problems = {MALFORMED, VALIDATION, NOT_FOUND, DELETING, BLOCKED, TOO_LARGE, UNSUPPORTED_MEDIA_TYPE})
    ResponseEntity<MemberView> unprotect(
            @Parameter(example = "web-7k3f9q") @PathVariable String memberId, HttpServletRequest request) {
        return wish(memberId, Wish.PROTECT, false, request);
    }

    @PostMapping("/hold")
    @Operation(
            operationId = "holdMember",
            summary = "Leave a member as it is",
            description = "Nobody repairs it, rolls it or takes it away, not even if its instance is gone.")
    @SpecBody(example = "nothing.json", schema = SpecBody.NOTHING, optional = true)
    @TakesProvenance
    @Answers(
            status = 200,
            example = "held.json",
            problems = {MALFORMED, VALIDATION, NOT_FOUND, DELETING, BLOCKED, TOO_LARGE, UNSUPPORTED_MEDIA_TYPE})
    ResponseEntity<MemberView> hold(
            @Parameter(example = "web-7k3f9q") @PathVariable String memberId, HttpServletRequest request) {
        return wish(memberId, Wish.HOLD, true, request);
    }

    @PostMapping("/unhold")
    @Operation(
            operationId = "unholdMember",
            summary = "Go on with a member that was held",
            description = "What waited for it goes on.")
    @SpecBody(example = "nothing.json", schema = SpecBody.NOTHING, optional = true)
    @TakesProvenance
    @Answers(
            status = 200,
            example = "unheld.json",
            problems = {MALFORMED, VALIDATION, NOT_FOUND, DELETING, BLOCKED, TOO_LARGE, UNSUPPORTED_MEDIA_TYPE})
    ResponseEntity<MemberView> unhold(
            @Parameter(example = "web-7k3f9q") @PathVariable String memberId, HttpServletRequest request) {
        return wish(memberId, Wish.HOLD, false, request);
    }

    @PostMapping("/health")
    @Operation(
            operationId = "reportHealth",
            summary = "Say from outside whether a member is healthy, for a while",
            description =
                    "Counts beside the group's own health check and its flavor until 'ttl' is over: unhealthy beats unknown"
                            + " beats healthy. The same status said again lives on.")
    @SpecBody(example = "health.json", schema = SpecBody.HEALTH)
    @TakesProvenance
    @Answers(
            status = 200,
            example = "reported.json",
            problems = {MALFORMED, VALIDATION, NOT_FOUND, BLOCKED, TOO_LARGE, UNSUPPORTED_MEDIA_TYPE})
    ResponseEntity<MemberView> report(
            @Parameter(example = "web-7k3f9q") @PathVariable String memberId, HttpServletRequest request) {
        MemberId id = existing(memberId);
        ObjectNode body = bodies.read(request, SpecBody.HEALTH);
        health.report(
                id,
                body.path("status").stringValue().toUpperCase(Locale.ROOT),
                body.path("reason").asString("no reason was given"),
                TimeToLive.of(body.path("ttl").stringValue()),
                actor.asking(request));
        return answer(memberId, id);
    }

    private ResponseEntity<MemberView> wish(String memberId, Wish wish, boolean on, HttpServletRequest request) {
        MemberId id = existing(memberId);
        bodies.read(request, SpecBody.NOTHING);
        wishes.set(id, wish, on, actor.asking(request));
        return answer(memberId, id);
    }

    private ResponseEntity<MemberView> answer(String memberId, MemberId id) {
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
