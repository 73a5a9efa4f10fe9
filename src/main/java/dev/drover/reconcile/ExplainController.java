package dev.drover.reconcile;

import static dev.drover.web.ProblemType.NOT_FOUND;

import dev.drover.spec.GroupName;
import dev.drover.spec.MemberId;
import dev.drover.web.Answers;
import dev.drover.web.Problem;
import dev.drover.work.DatabaseClock;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Optional;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@RestController
class ExplainController {
    private static final String TEXT_TOO = " `Accept: text/plain` answers a line for each sentence.";

    private final GroupLoader groups;
    private final MemberStories stories;
    private final DatabaseClock clock;

    ExplainController(GroupLoader groups, MemberStories stories, DatabaseClock clock) {
        this.groups = groups;
        this.stories = stories;
        this.clock = clock;
    }

    @GetMapping(
            path = "/v1/groups/{name}/explain",
            produces = {MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_YAML_VALUE, MediaType.TEXT_PLAIN_VALUE})
    @Tag(name = "Groups")
    @Operation(
            operationId = "explainGroup",
            summary = "Say in sentences what is not as declared, why, since when, and what happens next",
            description = "The headline, then what blocks most." + TEXT_TOO)
    @Answers(
            status = 200,
            example = "explained.json",
            text = "explained.txt",
            problems = {NOT_FOUND})
    ResponseEntity<Explanation> explain(@Parameter(example = "web") @PathVariable String name) {
        Explanation explanation = Optional.of(name)
                .filter(GroupName::isValid)
                .flatMap(groups::look)
                .map(Explain::of)
                .orElseThrow(
                        () -> new Problem(NOT_FOUND, "there is no group '" + name + "'; GET /v1/groups lists them"));
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(explanation);
    }

    @GetMapping(
            path = "/v1/members/{memberId}/explain",
            produces = {MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_YAML_VALUE, MediaType.TEXT_PLAIN_VALUE})
    @Tag(name = "Members")
    @Operation(
            operationId = "explainMember",
            summary = "Say in sentences what is not as declared of a member, why, and what becomes of it",
            description =
                    "The headline, then what is wrong with it, what people want of it, what is waited for, and why it was"
                            + " made. Of one that has ended, why." + TEXT_TOO)
    @Answers(
            status = 200,
            example = "explained-member.json",
            text = "explained-member.txt",
            problems = {NOT_FOUND})
    ResponseEntity<MemberExplanation> explainMember(@Parameter(example = "web-7k3f9q") @PathVariable String memberId) {
        MemberExplanation explanation = MemberId.parse(memberId)
                .flatMap(this::member)
                .orElseThrow(() -> new Problem(
                        NOT_FOUND,
                        "there is and was no member '" + memberId + "'; GET /v1/groups/{name}/members lists them"));
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(explanation);
    }

    /** Whoever was there before the group was read, and is not in it, has ended. */
    private Optional<MemberExplanation> member(MemberId id) {
        return stories.of(id)
                .flatMap(story -> groups.look(id.group().value())
                        .flatMap(loaded -> Optional.ofNullable(
                                        loaded.membersById().get(id))
                                .map(it -> ExplainMember.of(loaded, it, story)))
                        .or(() -> stories.of(id).map(it -> ExplainMember.ended(it, clock.now()))));
    }
}
