package dev.drover.group;

import static dev.drover.web.ProblemType.GONE;
import static dev.drover.web.ProblemType.MALFORMED;
import static dev.drover.web.ProblemType.NOT_FOUND;

import dev.drover.spec.GroupName;
import dev.drover.web.Answers;
import dev.drover.web.Page;
import dev.drover.web.Problem;
import dev.drover.web.SpecBody;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

@RestController
@RequestMapping("/v1/groups")
@Tag(name = "Groups")
class GroupReadController {
    private final GroupReader reader;
    private final PastGroup past;

    GroupReadController(GroupReader reader, PastGroup past) {
        this.reader = reader;
        this.past = past;
    }

    @GetMapping
    @Operation(operationId = "listGroups", summary = "List groups by name")
    @Answers(
            status = 200,
            example = "groups.json",
            problems = {MALFORMED})
    Page<GroupView.Summary> list(
            @Parameter(description = "Only groups with this label, as in team=shop; may be given more than once.")
                    @RequestParam(required = false)
                    @Nullable
                    List<String> label,
            @Parameter(description = "Only groups that are, or are not, as declared.")
                    @RequestParam(required = false)
                    @Nullable
                    Boolean converged,
            @Parameter(description = "1 to 500; 100 if it is left out.") @RequestParam(required = false) @Nullable
                    Integer limit,
            @Parameter(description = "The 'next' of the page before.") @RequestParam(required = false) @Nullable
                    String after) {
        return reader.list(labels(Optional.ofNullable(label).orElse(List.of())), converged, Page.limit(limit), after);
    }

    private static Map<String, String> labels(List<String> given) {
        Map<String, String> labels = new HashMap<>();
        for (String label : given) {
            int equals = label.indexOf('=');
            if (equals < 1) {
                throw new Problem(MALFORMED, "'label' must be key=value, it is '" + label + "'");
            }
            if (label.indexOf('\0') >= 0) {
                throw new Problem(MALFORMED, "'label' holds the character 0, which no label can");
            }
            labels.put(label.substring(0, equals), label.substring(equals + 1));
        }
        return labels;
    }

    @GetMapping("/{name}")
    @Operation(
            operationId = "getGroup",
            summary = "Read a group: its spec with defaults, and its status; or how it was",
            description =
                    "With 'at' the group as it was at that instant, also one that is deleted since: the one that had the name"
                            + " then. The answer has another shape: there are the members that existed, and no status.")
    @ApiResponse(content = @Content(schema = @Schema(oneOf = {GroupView.class, PastGroupView.class})))
    @Answers(
            status = 200,
            example = "group.json",
            other = "past-group.json",
            problems = {MALFORMED, NOT_FOUND, GONE})
    ResponseEntity<?> get(
            @Parameter(example = "web") @PathVariable String name,
            @Parameter(
                            description =
                                    "An instant that has passed, like 2026-07-01T12:00:00Z; not longer ago than history is kept.")
                    @RequestParam(required = false)
                    @Nullable
                    String at) {
        GroupName group = GroupNames.existing(name);
        return at == null
                ? answer(HttpStatus.OK, reader.view(group))
                : ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(past.view(group, at));
    }

    @GetMapping("/{name}/spec")
    @Operation(operationId = "getSpec", summary = "Read the spec as it was declared: the body to edit and put back")
    @Answers(
            status = 200,
            example = "spec.json",
            schema = SpecBody.GROUP,
            problems = {NOT_FOUND})
    ResponseEntity<JsonNode> spec(@Parameter(example = "web") @PathVariable String name) {
        GroupName group = GroupNames.existing(name);
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .eTag(ETags.of(reader.view(group).generation()))
                .body(reader.spec(group));
    }

    private static ResponseEntity<GroupView> answer(HttpStatus status, GroupView view) {
        return ResponseEntity.status(status)
                .cacheControl(CacheControl.noStore())
                .eTag(ETags.of(view.generation()))
                .body(view);
    }
}
