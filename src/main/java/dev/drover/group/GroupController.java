package dev.drover.group;

import static dev.drover.web.ProblemType.ALREADY_EXISTS;
import static dev.drover.web.ProblemType.DELETING;
import static dev.drover.web.ProblemType.GENERATION_MOVED;
import static dev.drover.web.ProblemType.GONE;
import static dev.drover.web.ProblemType.MALFORMED;
import static dev.drover.web.ProblemType.NOT_FOUND;
import static dev.drover.web.ProblemType.NOT_SUPPORTED;
import static dev.drover.web.ProblemType.TOO_LARGE;
import static dev.drover.web.ProblemType.UNSUPPORTED_MEDIA_TYPE;
import static dev.drover.web.ProblemType.VALIDATION;

import dev.drover.spec.GroupName;
import dev.drover.web.Actor;
import dev.drover.web.Answers;
import dev.drover.web.GivenProvenance;
import dev.drover.web.Page;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@RestController
@RequestMapping("/v1/groups")
@Tag(name = "Groups", description = "Declare groups of machines, read how they are, scale and delete them.")
class GroupController {
    private final DeclareGroup declare;
    private final DeleteGroup delete;
    private final GroupReader reader;
    private final GroupBodies bodies;
    private final PastGroup past;
    private final Actor actor;

    GroupController(
            DeclareGroup declare,
            DeleteGroup delete,
            GroupReader reader,
            GroupBodies bodies,
            PastGroup past,
            Actor actor) {
        this.declare = declare;
        this.delete = delete;
        this.reader = reader;
        this.bodies = bodies;
        this.past = past;
        this.actor = actor;
    }

    @PutMapping("/{name}")
    @Operation(
            operationId = "declareGroup",
            summary = "Declare a group: create it, or change it",
            description =
                    "Answers at once; what was declared comes true afterwards, see wait. The same spec again changes"
                            + " nothing, even if it comes with another provenance: that is not stored then. Headers and"
                            + " 'provenance' in the body may each say a part; what both say has to be the same.")
    @TakesProvenance
    @SpecBody(example = "group.yaml", schema = SpecBody.GROUP)
    @Answers(
            status = 200,
            creates = true,
            example = "declared.json",
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
    ResponseEntity<GroupView.DeclaredView> put(
            @Parameter(example = "web") @PathVariable String name,
            @Parameter(
                            description =
                                    "Declare only if the group is at this generation, as in its ETag: \"7\" with its quotes.")
                    @RequestHeader(name = "If-Match", required = false)
                    @Nullable
                    String ifMatch,
            @Parameter(description = "`*` declares only a group that does not exist.")
                    @RequestHeader(name = "If-None-Match", required = false)
                    @Nullable
                    String ifNoneMatch,
            HttpServletRequest request) {
        return declare(GroupNames.inPath(name), ifMatch, ifNoneMatch, request);
    }

    @PostMapping
    @Operation(
            operationId = "postGroup",
            summary = "Declare a group that its spec names",
            description = "The same as PUT, with the name from the body.")
    @TakesProvenance
    @SpecBody(example = "group.yaml", schema = SpecBody.GROUP)
    @Answers(
            status = 200,
            creates = true,
            example = "declared.json",
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
    ResponseEntity<GroupView.DeclaredView> post(
            @Parameter(
                            description =
                                    "Declare only if the group is at this generation, as in its ETag: \"7\" with its quotes.")
                    @RequestHeader(name = "If-Match", required = false)
                    @Nullable
                    String ifMatch,
            @Parameter(description = "`*` declares only a group that does not exist.")
                    @RequestHeader(name = "If-None-Match", required = false)
                    @Nullable
                    String ifNoneMatch,
            HttpServletRequest request) {
        return declare(null, ifMatch, ifNoneMatch, request);
    }

    private ResponseEntity<GroupView.DeclaredView> declare(
            @Nullable GroupName name,
            @Nullable String ifMatch,
            @Nullable String ifNoneMatch,
            HttpServletRequest request) {
        ObjectNode spec = bodies.read(request);
        Declared declared = declare.declare(new Declare(
                name,
                spec,
                ETags.generation(ifMatch),
                ETags.onlyNew(ifNoneMatch),
                actor.of(request),
                GivenProvenance.of(request, spec)));
        return ResponseEntity.status(declared.created() ? HttpStatus.CREATED : HttpStatus.OK)
                .eTag(ETags.of(declared.generation()))
                .body(new GroupView.DeclaredView(
                        declared.name(), declared.change().text(), declared.generation(), reader.called(declared)));
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
                ? answer(HttpStatus.OK, group)
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

    @PostMapping("/{name}/scale")
    @Operation(
            operationId = "scaleGroup",
            summary = "Change a group's size, within its min and max",
            description = "A new generation, but no new revision: nothing is replaced.")
    @TakesProvenance
    @SpecBody(example = "scale.json", schema = SpecBody.SCALE)
    @Answers(
            status = 200,
            example = "scaled.json",
            problems = {MALFORMED, VALIDATION, NOT_FOUND, DELETING, TOO_LARGE, UNSUPPORTED_MEDIA_TYPE})
    ResponseEntity<GroupView> scale(@Parameter(example = "web") @PathVariable String name, HttpServletRequest request) {
        GroupName group = GroupNames.existing(name);
        GroupBodies.Scale scale = bodies.scale(request);
        declare.scale(group, scale.size(), actor.of(request), scale.provenance());
        return answer(HttpStatus.OK, group);
    }

    @DeleteMapping("/{name}")
    @Operation(
            operationId = "deleteGroup",
            summary = "Destroy all members of a group, then the group",
            description = "Answers at once; wait?until=gone says when it is over.")
    @TakesProvenance
    @Answers(
            status = 202,
            example = "deleting.json",
            problems = {NOT_FOUND, VALIDATION})
    ResponseEntity<GroupView> delete(
            @Parameter(example = "web") @PathVariable String name, HttpServletRequest request) {
        GroupName group = GroupNames.existing(name);
        return answer(HttpStatus.ACCEPTED, delete.delete(group, actor.asking(request)));
    }

    private ResponseEntity<GroupView> answer(HttpStatus status, GroupName name) {
        return answer(status, reader.view(name));
    }

    private static ResponseEntity<GroupView> answer(HttpStatus status, GroupView view) {
        return ResponseEntity.status(status)
                .cacheControl(CacheControl.noStore())
                .eTag(ETags.of(view.generation()))
                .body(view);
    }
}
