package dev.drover.member;

import static dev.drover.web.ProblemType.MALFORMED;
import static dev.drover.web.ProblemType.NOT_FOUND;

import dev.drover.history.EventReader;
import dev.drover.spec.MemberId;
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
@Tag(name = "Members", description = "The machines of groups, one by one.")
class MemberController {
    private final MemberReader reader;
    private final EventReader events;

    MemberController(MemberReader reader, EventReader events) {
        this.reader = reader;
        this.events = events;
    }

    @GetMapping("/v1/groups/{name}/members")
    @Operation(operationId = "listMembers", summary = "List a group's members, newest first")
    @Answers(
            status = 200,
            example = "members.json",
            problems = {MALFORMED, NOT_FOUND})
    Page<MemberView> members(
            @Parameter(example = "web") @PathVariable String name,
            @Parameter(description = "Whether those that have ended are listed too.")
                    @RequestParam(required = false, defaultValue = "false")
                    boolean ended,
            @Parameter(description = "1 to 500; 100 if it is left out.") @RequestParam(required = false) @Nullable
                    Integer limit,
            @Parameter(description = "The 'next' of the page before.") @RequestParam(required = false) @Nullable
                    String after) {
        long group = reader.group(name)
                .orElseThrow(
                        () -> new Problem(NOT_FOUND, "there is no group '" + name + "'; GET /v1/groups lists them"));
        return reader.ofGroup(group, ended, Page.limit(limit), after);
    }

    @GetMapping("/v1/members/{memberId}")
    @Operation(
            operationId = "getMember",
            summary = "Read a member with its whole history",
            description = "Also one that has ended: why it was made, what happened to it, and why it is gone.")
    @Answers(
            status = 200,
            example = "member.json",
            problems = {NOT_FOUND})
    MemberView.WithHistory member(@Parameter(example = "web-7k3f9q") @PathVariable String memberId) {
        MemberReader.Found found = MemberId.parse(memberId)
                .flatMap(reader::member)
                .orElseThrow(() -> new Problem(
                        NOT_FOUND,
                        "there is and was no member '" + memberId + "'; GET /v1/groups/{name}/members lists them"));
        int number = MemberId.parse(memberId).orElseThrow().number();
        return new MemberView.WithHistory(found.view(), events.ofMember(found.group(), number));
    }
}
