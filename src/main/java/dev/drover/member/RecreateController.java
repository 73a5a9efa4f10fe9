package dev.drover.member;

import static dev.drover.web.ProblemType.DELETING;
import static dev.drover.web.ProblemType.MALFORMED;
import static dev.drover.web.ProblemType.NOT_FOUND;
import static dev.drover.web.ProblemType.ROLLOUT_FAILED;
import static dev.drover.web.ProblemType.TOO_LARGE;
import static dev.drover.web.ProblemType.UNSUPPORTED_MEDIA_TYPE;
import static dev.drover.web.ProblemType.VALIDATION;

import dev.drover.group.CommandBodies;
import dev.drover.spec.GroupName;
import dev.drover.spec.MemberId;
import dev.drover.web.Actor;
import dev.drover.web.Answers;
import dev.drover.web.Problem;
import dev.drover.web.ProblemType;
import dev.drover.web.SpecBody;
import dev.drover.web.TakesProvenance;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@RestController
@RequestMapping("/v1/groups/{name}")
@Tag(name = "Groups")
class RecreateController {
    private final RecreateMembers recreate;
    private final CommandBodies bodies;
    private final Actor actor;

    RecreateController(RecreateMembers recreate, CommandBodies bodies, Actor actor) {
        this.recreate = recreate;
        this.bodies = bodies;
        this.actor = actor;
    }

    @PostMapping("/recreate")
    @Operation(
            operationId = "recreateMembers",
            summary = "Make members anew with the spec that they have",
            description =
                    "Either 'members' by their ids, or all that were made before an instant. They are replaced in steps, as in"
                            + " a rollout, with the same room: maxSurge and maxUnavailable.")
    @SpecBody(example = "recreate.json", schema = SpecBody.RECREATE)
    @TakesProvenance
    @Answers(
            status = 200,
            example = "recreated.json",
            problems = {MALFORMED, VALIDATION, NOT_FOUND, DELETING, ROLLOUT_FAILED, TOO_LARGE, UNSUPPORTED_MEDIA_TYPE})
    ResponseEntity<Recreated> recreate(
            @Parameter(example = "web") @PathVariable String name, HttpServletRequest request) {
        GroupName group = existing(name);
        ObjectNode body = bodies.read(request, SpecBody.RECREATE);
        int members = recreate.recreate(group, members(group, body), before(body), actor.asking(request));
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(new Recreated(name, members));
    }

    private static GroupName existing(String name) {
        if (!GroupName.isValid(name)) {
            throw new Problem(NOT_FOUND, "there is no group '" + name + "'; GET /v1/groups lists them");
        }
        return new GroupName(name);
    }

    private static @Nullable List<MemberId> members(GroupName group, ObjectNode body) {
        if (!body.has("members")) {
            return null;
        }
        List<MemberId> ids = new ArrayList<>();
        List<Problem.Violation> wrong = new ArrayList<>();
        int index = 0;
        for (JsonNode id : body.path("members")) {
            String pointer = "/members/" + index++;
            MemberId.parse(id.stringValue())
                    .filter(it -> it.group().equals(group))
                    .ifPresentOrElse(
                            ids::add,
                            () -> wrong.add(new Problem.Violation(
                                    pointer,
                                    "is no id of a member of group " + group + ", it is '" + id.stringValue() + "'")));
        }
        if (!wrong.isEmpty()) {
            throw new Problem(
                    ProblemType.VALIDATION,
                    wrong.size() + " things are wrong with the body; nothing was changed",
                    wrong);
        }
        return ids;
    }

    private static @Nullable Instant before(ObjectNode body) {
        if (!body.has("createdBefore")) {
            return null;
        }
        String text = body.path("createdBefore").stringValue();
        try {
            Instant before = Instant.parse(text);
            if (before.isBefore(Instant.EPOCH) || before.isAfter(Instant.parse("9999-12-31T00:00:00Z"))) {
                throw refused(text);
            }
            return before;
        } catch (DateTimeException e) {
            throw refused(text);
        }
    }

    private static Problem refused(String text) {
        return new Problem(
                ProblemType.VALIDATION,
                "one thing is wrong with the body; nothing was changed",
                List.of(new Problem.Violation(
                        "/createdBefore", "must be an instant like 2026-01-31T12:00:00Z, it is '" + text + "'")));
    }

    /**
     * What came of asking.
     *
     * @param members how many are to be made anew that were not before
     */
    record Recreated(String group, int members) {}
}
