package dev.drover.provider;

import static dev.drover.web.ProblemType.MALFORMED;
import static dev.drover.web.ProblemType.NOT_FOUND;
import static dev.drover.web.ProblemType.PROVIDER_UNREACHABLE;
import static dev.drover.web.ProblemType.TOO_LARGE;
import static dev.drover.web.ProblemType.UNSUPPORTED_MEDIA_TYPE;
import static dev.drover.web.ProblemType.VALIDATION;

import dev.drover.body.RequestBodies;
import dev.drover.web.Answers;
import dev.drover.web.ChangesNothing;
import dev.drover.web.Page;
import dev.drover.web.Problem;
import dev.drover.web.SpecBody;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/v1/providers")
@Tag(name = "Providers", description = "What makes instances: how providers are, and what they hold.")
class ProviderController {
    private final ProviderReader reader;
    private final ReachableProviders providers;
    private final RequestBodies bodies;

    ProviderController(ProviderReader reader, ReachableProviders providers, RequestBodies bodies) {
        this.reader = reader;
        this.providers = providers;
        this.bodies = bodies;
    }

    @GetMapping
    @Operation(
            operationId = "listProviders",
            summary = "List providers by name",
            description = "Also those that only other replicas have configured: their health is elsewhere.")
    @Answers(
            status = 200,
            example = "providers.json",
            problems = {MALFORMED})
    Page<ProviderView.ProviderSummary> list(
            @Parameter(description = "1 to 500; 100 if it is left out.") @RequestParam(required = false) @Nullable
                    Integer limit,
            @Parameter(description = "The 'next' of the page before.") @RequestParam(required = false) @Nullable
                    String after) {
        return reader.list(Page.limit(limit), after);
    }

    @GetMapping("/{name}")
    @Operation(
            operationId = "getProvider",
            summary = "Read a provider: what it can do, the schema of its properties, how it is, and its calls")
    @Answers(
            status = 200,
            example = "provider.json",
            problems = {NOT_FOUND})
    ResponseEntity<ProviderView> get(@Parameter(example = "process") @PathVariable String name) {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(reader.view(name));
    }

    @ChangesNothing
    @PostMapping("/{name}/validate")
    @Operation(
            operationId = "validateProviderProperties",
            summary = "Check properties of instances, as the declaration of a group would",
            description = "The body is what a spec has as instance.properties. Templates are taken as they stand: which"
                    + " variables there are is checked when a group is declared.")
    @SpecBody(example = "properties.json", schema = SpecBody.PROPERTIES)
    @Answers(
            status = 200,
            example = "valid.json",
            problems = {MALFORMED, VALIDATION, NOT_FOUND, PROVIDER_UNREACHABLE, TOO_LARGE, UNSUPPORTED_MEDIA_TYPE})
    Valid validate(@Parameter(example = "process") @PathVariable String name, HttpServletRequest request) {
        ConfiguredProvider provider = providers.configured(name);
        Findings findings = new Findings();
        var notAsked = PropertyChecks.instances(provider, "", bodies.read(request), findings);
        findings.refuse("the properties");
        notAsked.ifPresent(sentence -> {
            throw new Problem(PROVIDER_UNREACHABLE, sentence);
        });
        return new Valid(true);
    }
}
