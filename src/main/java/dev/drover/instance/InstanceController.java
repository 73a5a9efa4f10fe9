package dev.drover.instance;

import static dev.drover.web.ProblemType.BLOCKED;
import static dev.drover.web.ProblemType.MALFORMED;
import static dev.drover.web.ProblemType.NOT_FOUND;
import static dev.drover.web.ProblemType.PROTECTED;
import static dev.drover.web.ProblemType.PROVIDER_UNREACHABLE;
import static dev.drover.web.ProblemType.TOO_LARGE;
import static dev.drover.web.ProblemType.UNSUPPORTED_MEDIA_TYPE;
import static dev.drover.web.ProblemType.VALIDATION;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.drover.body.RequestBodies;
import dev.drover.web.Actor;
import dev.drover.web.Answers;
import dev.drover.web.Page;
import dev.drover.web.SpecBody;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriUtils;

@RestController
@RequestMapping("/v1/providers/{name}/instances")
@Tag(name = "Providers")
class InstanceController {
    private static final String ID =
            "The provider's id. It is opaque: percent-encode what a path cannot hold. A '/' may"
                    + " stand as it is, or as %2F.";

    private final InstanceReader reader;
    private final ProvisionByHand provision;
    private final DestroyByHand destroy;
    private final RequestBodies bodies;
    private final Actor actor;

    InstanceController(
            InstanceReader reader,
            ProvisionByHand provision,
            DestroyByHand destroy,
            RequestBodies bodies,
            Actor actor) {
        this.reader = reader;
        this.provision = provision;
        this.destroy = destroy;
        this.bodies = bodies;
        this.actor = actor;
    }

    @GetMapping
    @Operation(
            operationId = "listInstances",
            summary = "List what a provider holds of ours now, by its ids",
            description =
                    "The provider is asked, and answers for no longer than 10s. Only instances with our owner label are"
                            + " shown, with what Drover knows of each: its 'standing'.")
    @Answers(
            status = 200,
            example = "instances.json",
            problems = {MALFORMED, NOT_FOUND, PROVIDER_UNREACHABLE})
    ResponseEntity<Page<InstanceView>> list(
            @Parameter(example = "process") @PathVariable String name,
            @Parameter(
                            description = "true: only those without a live member. Of those that should not be there,"
                                    + " 'orphan' says why, and what becomes of them.")
                    @RequestParam(required = false)
                    @Nullable
                    Boolean orphans,
            @Parameter(description = "1 to 500; 100 if it is left out.") @RequestParam(required = false) @Nullable
                    Integer limit,
            @Parameter(description = "The 'next' of the page before.") @RequestParam(required = false) @Nullable
                    String after) {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(reader.list(name, Boolean.TRUE.equals(orphans), Page.limit(limit), after));
    }

    @GetMapping("/{*id}")
    @Operation(operationId = "getInstance", summary = "Read one instance of ours, as its provider tells it now")
    @Answers(
            status = 200,
            example = "instance.json",
            problems = {NOT_FOUND, PROVIDER_UNREACHABLE})
    ResponseEntity<InstanceView> get(
            @Parameter(example = "process") @PathVariable String name,
            @Parameter(description = ID, example = "31733-ca127de8") @PathVariable("id") String path) {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(reader.one(name, id(path)));
    }

    @PostMapping
    @Operation(
            operationId = "provisionInstance",
            summary = "Make one instance by hand, outside of any group",
            description =
                    "It is journalled before the provider is called, and Drover never touches it afterwards: only DELETE"
                            + " does. Answers when the provider has, at the latest after its createTimeout; 202 says that the"
                            + " outcome is unknown.")
    @SpecBody(example = "instance-by-hand.json", schema = SpecBody.INSTANCE)
    @Answers(
            status = 201,
            example = "provisioned.json",
            also = @Answers.Also(status = 202, description = "the outcome is unknown", example = "unknown.json"),
            problems = {
                MALFORMED,
                VALIDATION,
                NOT_FOUND,
                BLOCKED,
                PROVIDER_UNREACHABLE,
                TOO_LARGE,
                UNSUPPORTED_MEDIA_TYPE
            })
    ResponseEntity<?> provision(
            @Parameter(example = "process") @PathVariable String name,
            @Parameter(
                            description =
                                    "1 to 100 printable ASCII characters. The same key again makes no second instance, but"
                                            + " answers what became of the first.")
                    @RequestHeader(name = "Idempotency-Key", required = false)
                    @Nullable
                    String key,
            HttpServletRequest request) {
        String checked = IdempotencyKey.checked(key);
        CallByHand call = provision.provision(name, bodies.read(request), checked, actor.of(request));
        return call.made() == null
                ? ResponseEntity.accepted().body(ByHandAnswer.unknownCreate(call))
                : ResponseEntity.created(location(name, call.made().id().value()))
                        .body(reader.view(name, call.made()));
    }

    /** The pattern takes the slash before the id for a part of it, and also matches where there is neither. */
    private static String id(String path) {
        return path.isEmpty() ? path : path.substring(1);
    }

    private static URI location(String name, String id) {
        return URI.create("/v1/providers/" + UriUtils.encode(name, UTF_8) + "/instances/" + UriUtils.encode(id, UTF_8));
    }

    @DeleteMapping("/{*id}")
    @Operation(
            operationId = "destroyInstance",
            summary = "Destroy one instance of ours that belongs to no group",
            description = "Refused for the instance of a live member. Journalled before the provider is called.")
    @Answers(
            status = 202,
            example = "destroying.json",
            also = @Answers.Also(status = 200, description = "it is gone already", example = "gone.json"),
            problems = {MALFORMED, VALIDATION, NOT_FOUND, BLOCKED, PROTECTED, PROVIDER_UNREACHABLE})
    ResponseEntity<ByHandAnswer> destroy(
            @Parameter(example = "process") @PathVariable String name,
            @Parameter(description = ID, example = "31733-ca127de8") @PathVariable("id") String path,
            HttpServletRequest request) {
        ByHandAnswer answer = ByHandAnswer.destroyed(destroy.destroy(name, id(path), actor.of(request)));
        return ResponseEntity.status(answer.state().equals("gone") ? HttpStatus.OK : HttpStatus.ACCEPTED)
                .body(answer);
    }
}
