package dev.drover.group;

import static dev.drover.web.ProblemType.ALREADY_EXISTS;
import static dev.drover.web.ProblemType.DELETING;
import static dev.drover.web.ProblemType.FORECAST_MOVED;
import static dev.drover.web.ProblemType.GENERATION_MOVED;
import static dev.drover.web.ProblemType.MALFORMED;
import static dev.drover.web.ProblemType.NOT_FOUND;
import static dev.drover.web.ProblemType.NOT_SUPPORTED;
import static dev.drover.web.ProblemType.PROTECTED;
import static dev.drover.web.ProblemType.TOO_LARGE;
import static dev.drover.web.ProblemType.UNSUPPORTED_MEDIA_TYPE;
import static dev.drover.web.ProblemType.VALIDATION;

import dev.drover.spec.GroupName;
import dev.drover.web.Actor;
import dev.drover.web.Answers;
import dev.drover.web.Asker;
import dev.drover.web.GivenProvenance;
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
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

@RestController
@RequestMapping("/v1/groups")
@Tag(name = "Groups", description = "Declare groups of machines, read how they are, scale and delete them.")
class GroupController {
    private static final String DIGEST = "sha256:[0-9a-f]{64}";

    private final DeclareGroup declare;
    private final ForecastDeclaration forecasts;
    private final DeleteGroup delete;
    private final GroupReader reader;
    private final GroupBodies bodies;
    private final Actor actor;

    GroupController(
            DeclareGroup declare,
            ForecastDeclaration forecasts,
            DeleteGroup delete,
            GroupReader reader,
            GroupBodies bodies,
            Actor actor) {
        this.declare = declare;
        this.forecasts = forecasts;
        this.delete = delete;
        this.reader = reader;
        this.bodies = bodies;
        this.actor = actor;
    }

    @PutMapping("/{name}")
    @Operation(
            operationId = "declareGroup",
            summary = "Declare a group: create it, or change it",
            description =
                    "Answers at once; what was declared comes true afterwards, see wait. The same spec again changes"
                            + " nothing, even if it comes with another provenance: that is not stored then. Headers and"
                            + " 'provenance' in the body may each say a part; what both say has to be the same. The answer"
                            + " foretells what happens next, as far as that is found out in a moment: `complete` says whether"
                            + " it goes to the end.")
    @TakesProvenance
    @SpecBody(example = "group.yaml", schema = SpecBody.GROUP)
    @ApiResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = "*/*",
                            schema = @Schema(anyOf = {GroupView.DeclaredView.class, ForecastView.class})))
    @Answers(
            status = 200,
            creates = true,
            example = "declared.json",
            dryRun = "forecast.json",
            problems = {
                MALFORMED,
                VALIDATION,
                NOT_SUPPORTED,
                GENERATION_MOVED,
                ALREADY_EXISTS,
                FORECAST_MOVED,
                DELETING,
                TOO_LARGE,
                UNSUPPORTED_MEDIA_TYPE
            })
    ResponseEntity<?> put(
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
            @Parameter(description = "Stores nothing, and answers what would happen, see plan.")
                    @RequestParam(required = false)
                    @Nullable
                    Boolean dryRun,
            @Parameter(
                            description =
                                    "Declare only if the forecast, judged while the group is locked, still has this digest.",
                            schema = @Schema(pattern = DIGEST))
                    @RequestParam(required = false)
                    @Nullable
                    String expect,
            HttpServletRequest request) {
        return declare(GroupNames.inPath(name), ifMatch, ifNoneMatch, dryRun, expect, request);
    }

    @PostMapping
    @Operation(
            operationId = "postGroup",
            summary = "Declare a group that its spec names",
            description = "The same as PUT, with the name from the body.")
    @TakesProvenance
    @SpecBody(example = "group.yaml", schema = SpecBody.GROUP)
    @ApiResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = "*/*",
                            schema = @Schema(anyOf = {GroupView.DeclaredView.class, ForecastView.class})))
    @Answers(
            status = 200,
            creates = true,
            example = "declared.json",
            dryRun = "forecast.json",
            problems = {
                MALFORMED,
                VALIDATION,
                NOT_SUPPORTED,
                GENERATION_MOVED,
                ALREADY_EXISTS,
                FORECAST_MOVED,
                DELETING,
                TOO_LARGE,
                UNSUPPORTED_MEDIA_TYPE
            })
    ResponseEntity<?> post(
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
            @Parameter(description = "Stores nothing, and answers what would happen, see plan.")
                    @RequestParam(required = false)
                    @Nullable
                    Boolean dryRun,
            @Parameter(
                            description =
                                    "Declare only if the forecast, judged while the group is locked, still has this digest.",
                            schema = @Schema(pattern = DIGEST))
                    @RequestParam(required = false)
                    @Nullable
                    String expect,
            HttpServletRequest request) {
        return declare(null, ifMatch, ifNoneMatch, dryRun, expect, request);
    }

    private ResponseEntity<?> declare(
            @Nullable GroupName name,
            @Nullable String ifMatch,
            @Nullable String ifNoneMatch,
            @Nullable Boolean dryRun,
            @Nullable String expect,
            HttpServletRequest request) {
        ObjectNode spec = bodies.read(request);
        Declare asked = new Declare(
                name,
                spec,
                ETags.generation(ifMatch),
                ETags.onlyNew(ifNoneMatch),
                digest(expect),
                actor.of(request),
                GivenProvenance.of(request, spec));
        if (Boolean.TRUE.equals(dryRun)) {
            return PlanController.answer(forecasts.declaration(asked));
        }
        Foretold foretold = declare.declare(asked);
        Declared declared = foretold.declared();
        return ResponseEntity.status(declared.created() ? HttpStatus.CREATED : HttpStatus.OK)
                .eTag(ETags.of(declared.generation()))
                .body(new GroupView.DeclaredView(
                        declared.name(),
                        declared.change().text(),
                        declared.generation(),
                        reader.called(declared),
                        foretold.forecast()));
    }

    private static @Nullable String digest(@Nullable String expect) {
        if (expect != null && !expect.matches(DIGEST)) {
            throw new Problem(
                    MALFORMED, "'expect' must be a digest as a forecast has it: sha256: and 64 hexadecimal digits");
        }
        return expect;
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
            description =
                    "Answers at once; wait?until=gone says when it is over. A create in doubt is waited for until it is found or"
                            + " proven never to have happened.")
    @TakesProvenance
    @Answers(
            status = 202,
            example = "deleting.json",
            problems = {MALFORMED, NOT_FOUND, VALIDATION, PROTECTED, DELETING})
    ResponseEntity<GroupView> delete(
            @Parameter(example = "web") @PathVariable String name,
            @Parameter(
                            description =
                                    "For a provider or a host that is gone for good: the group ends without waiting for any"
                                            + " destroy. Should one of its instances be seen again, it is destroyed, but for"
                                            + " those that were to be left alone. Also for a group that is being deleted or"
                                            + " released already.")
                    @RequestParam(required = false)
                    @Nullable
                    Boolean abandon,
            HttpServletRequest request) {
        GroupName group = GroupNames.existing(name);
        Asker asker = actor.asking(request);
        return answer(
                HttpStatus.ACCEPTED,
                Boolean.TRUE.equals(abandon) ? delete.abandon(group, asker) : delete.delete(group, asker));
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
