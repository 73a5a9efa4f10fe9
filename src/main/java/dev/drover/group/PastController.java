package dev.drover.group;

import static dev.drover.web.ProblemType.MALFORMED;
import static dev.drover.web.ProblemType.NOT_FOUND;

import dev.drover.history.PastGroups;
import dev.drover.web.Answers;
import dev.drover.web.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What was declared of a group, also when it is gone. */
@RestController
@RequestMapping("/v1/groups/{name}")
@Tag(name = "History")
class PastController {
    private static final String LIMIT = "1 to 500; 100 if it is left out.";
    private static final String AFTER = "The 'next' of the page before.";
    private static final String ALSO_DELETED = "Also for a group that is deleted, until another one gets its name.";

    private final PastGroups groups;
    private final DeclarationReader declarations;
    private final RevisionReader revisions;

    PastController(PastGroups groups, DeclarationReader declarations, RevisionReader revisions) {
        this.groups = groups;
        this.declarations = declarations;
        this.revisions = revisions;
    }

    @GetMapping("/declarations")
    @Operation(
            operationId = "listDeclarations",
            summary = "List what was declared of a group, newest first",
            description = ALSO_DELETED + " A page of large specs may hold fewer than its limit.")
    @Answers(
            status = 200,
            example = "declarations.json",
            problems = {MALFORMED, NOT_FOUND})
    Page<DeclarationView> declarations(
            @Parameter(example = "web") @PathVariable String name,
            @Parameter(description = LIMIT) @RequestParam(required = false) @Nullable Integer limit,
            @Parameter(description = AFTER) @RequestParam(required = false) @Nullable String after) {
        return declarations.ofGroup(groups.newest(name), Page.limit(limit), after);
    }

    @GetMapping("/revisions")
    @Operation(
            operationId = "listRevisions",
            summary = "List a group's machine templates, newest first",
            description = ALSO_DELETED + " A page of large templates may hold fewer than its limit.")
    @Answers(
            status = 200,
            example = "revisions.json",
            problems = {MALFORMED, NOT_FOUND})
    Page<RevisionView> revisions(
            @Parameter(example = "web") @PathVariable String name,
            @Parameter(description = LIMIT) @RequestParam(required = false) @Nullable Integer limit,
            @Parameter(description = AFTER) @RequestParam(required = false) @Nullable String after) {
        return revisions.ofGroup(groups.newest(name), Page.limit(limit), after);
    }

    @GetMapping("/revisions/{number}")
    @Operation(operationId = "getRevision", summary = "Read a machine template of a group", description = ALSO_DELETED)
    @Answers(
            status = 200,
            example = "revision.json",
            problems = {MALFORMED, NOT_FOUND})
    RevisionView revision(
            @Parameter(example = "web") @PathVariable String name,
            @Parameter(example = "2") @PathVariable String number) {
        return revisions.revision(groups.newest(name), number);
    }

    @GetMapping(
            path = "/revisions/{a}/diff/{b}",
            produces = {MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_YAML_VALUE, MediaType.TEXT_PLAIN_VALUE})
    @Operation(
            operationId = "diffRevisions",
            summary = "Compare two machine templates of a group",
            description = "Place by place, and as a unified diff of the two as YAML; with 'Accept: text/plain' the"
                    + " unified diff alone. " + ALSO_DELETED)
    @Answers(
            status = 200,
            example = "diff.json",
            text = "diff.txt",
            problems = {MALFORMED, NOT_FOUND})
    RevisionDiff diff(
            @Parameter(example = "web") @PathVariable String name,
            @Parameter(description = "The revision before.", example = "1") @PathVariable String a,
            @Parameter(description = "The revision after.", example = "2") @PathVariable String b) {
        long group = groups.newest(name);
        return RevisionDiff.between(revisions.revision(group, a), revisions.revision(group, b));
    }
}
