package dev.drover.imports;

import static dev.drover.web.ProblemType.ALREADY_EXISTS;
import static dev.drover.web.ProblemType.DELETING;
import static dev.drover.web.ProblemType.GENERATION_MOVED;
import static dev.drover.web.ProblemType.MALFORMED;
import static dev.drover.web.ProblemType.PROVIDER_UNREACHABLE;
import static dev.drover.web.ProblemType.TOO_LARGE;
import static dev.drover.web.ProblemType.UNSUPPORTED_MEDIA_TYPE;
import static dev.drover.web.ProblemType.VALIDATION;

import dev.drover.body.RequestBodies;
import dev.drover.group.Declare;
import dev.drover.group.Declared;
import dev.drover.imports.ImportGroup.Imported;
import dev.drover.web.Actor;
import dev.drover.web.Answers;
import dev.drover.web.GivenProvenance;
import dev.drover.web.SpecBody;
import dev.drover.web.TakesProvenance;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

@RestController
@RequestMapping("/v1/imports")
@Tag(name = "Imports", description = "Take groups over that were declared elsewhere.")
class ImportController {
    private final ImportGroup imports;
    private final RequestBodies bodies;
    private final Actor actor;

    ImportController(ImportGroup imports, RequestBodies bodies, Actor actor) {
        this.imports = imports;
        this.bodies = bodies;
        this.actor = actor;
    }

    @PostMapping("/infrakit")
    @Operation(
            operationId = "importFromInfrakit",
            summary = "Declare a group as InfraKit has it, and take over its instances",
            description =
                    "Takes what `infrakit group commit` takes, in either form: `{ID, Properties}`, or `kind: group`. Declares the"
                            + " same as PUT would, and refuses the same; pointers lead into the document that was sent. What"
                            + " has no equivalent is named in `notes`. The provider's instances with the tag `infrakit.group`"
                            + " become members without being replaced where their `infrakit.config.hash` is that of the"
                            + " document, as many as there is room for; all others are left alone, and the answer says why."
                            + " The same import again changes nothing but that it takes over what it can by then. Stop"
                            + " InfraKit's own group first, with `infrakit group free`.")
    @TakesProvenance
    @SpecBody(example = "import-infrakit.yaml", schema = SpecBody.INFRAKIT_GROUP)
    @Answers(
            status = 200,
            creates = true,
            example = "imported.json",
            dryRun = "import.json",
            problems = {
                MALFORMED,
                VALIDATION,
                GENERATION_MOVED,
                ALREADY_EXISTS,
                DELETING,
                PROVIDER_UNREACHABLE,
                TOO_LARGE,
                UNSUPPORTED_MEDIA_TYPE
            })
    ResponseEntity<ImportView> infrakit(
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
            @Parameter(description = "Changes nothing, and answers what would happen.")
                    @RequestParam(required = false)
                    @Nullable
                    Boolean dryRun,
            @Parameter(
                            description =
                                    "Whether what InfraKit made is looked for, and taken over. `false` declares the group only:"
                                            + " it then makes all of its members anew.")
                    @RequestParam(defaultValue = "true")
                    boolean adopt,
            HttpServletRequest request) {
        ObjectNode body = bodies.read(request);
        Function<ObjectNode, Declare> declare =
                spec -> Declare.of(spec, ifMatch, ifNoneMatch, actor.of(request), GivenProvenance.of(request));
        Imported imported = Boolean.TRUE.equals(dryRun)
                ? imports.preview(body, declare, adopt)
                : imports.declare(body, declare, adopt);
        return answer(imported);
    }

    private static ResponseEntity<ImportView> answer(Imported imported) {
        Declared declared = imported.joint().declared();
        var answer = ResponseEntity.status(declared != null && declared.created() ? HttpStatus.CREATED : HttpStatus.OK)
                .cacheControl(CacheControl.noStore());
        if (declared != null) {
            answer.eTag("\"" + declared.generation() + "\"");
        }
        return answer.body(ImportView.of(imported));
    }
}
