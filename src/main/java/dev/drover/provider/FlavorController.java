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
import dev.drover.web.SpecBody;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/v1/flavors")
@Tag(name = "Flavors", description = "What instances run: ask a flavor what a group would ask it.")
class FlavorController {
    private final Flavors flavors;
    private final AskFlavor ask;
    private final RequestBodies bodies;

    FlavorController(Flavors flavors, AskFlavor ask, RequestBodies bodies) {
        this.flavors = flavors;
        this.ask = ask;
        this.bodies = bodies;
    }

    @GetMapping
    @Operation(operationId = "listFlavors", summary = "List the flavors of this replica by name")
    @Answers(
            status = 200,
            example = "flavors.json",
            problems = {MALFORMED})
    Page<FlavorView.FlavorSummary> list(
            @Parameter(description = "1 to 500; 100 if it is left out.") @RequestParam(required = false) @Nullable
                    Integer limit,
            @Parameter(description = "The 'next' of the page before.") @RequestParam(required = false) @Nullable
                    String after) {
        String last = Page.after(after, name -> name).orElse("");
        int shown = Page.limit(limit);
        return Page.of(
                flavors.names().stream()
                        .filter(name -> name.compareTo(last) > 0)
                        .limit(shown + 1L)
                        .toList(),
                shown,
                name -> name,
                ask::summary);
    }

    @GetMapping("/{name}")
    @Operation(operationId = "getFlavor", summary = "Read a flavor: its type, and the schema of its properties")
    @Answers(
            status = 200,
            example = "flavor.json",
            problems = {NOT_FOUND})
    FlavorView get(@Parameter(example = "vanilla") @PathVariable String name) {
        return ask.view(name);
    }

    @ChangesNothing
    @PostMapping("/{name}/validate")
    @Operation(
            operationId = "validateFlavorProperties",
            summary = "Check a flavor's properties, as the declaration of a group would")
    @SpecBody(example = "flavor-validate.json", schema = SpecBody.FLAVOR_VALIDATE)
    @Answers(
            status = 200,
            example = "valid.json",
            problems = {MALFORMED, VALIDATION, NOT_FOUND, PROVIDER_UNREACHABLE, TOO_LARGE, UNSUPPORTED_MEDIA_TYPE})
    Valid validate(@Parameter(example = "vanilla") @PathVariable String name, HttpServletRequest request) {
        return ask.validate(name, bodies.read(request));
    }

    @ChangesNothing
    @PostMapping("/{name}/prepare")
    @Operation(
            operationId = "prepareRequest",
            summary = "Show what a flavor makes of a request for an instance; nothing is made",
            description =
                    "Templates are left as they stand: only a member's own values could be put in. Secrets, and what"
                            + " looks like one, are not shown.")
    @SpecBody(example = "flavor-prepare.json", schema = SpecBody.FLAVOR_PREPARE)
    @Answers(
            status = 200,
            example = "prepared.json",
            problems = {MALFORMED, VALIDATION, NOT_FOUND, PROVIDER_UNREACHABLE, TOO_LARGE, UNSUPPORTED_MEDIA_TYPE})
    FlavorView.Prepared prepare(@Parameter(example = "vanilla") @PathVariable String name, HttpServletRequest request) {
        return ask.prepare(name, bodies.read(request));
    }

    @ChangesNothing
    @PostMapping("/{name}/healthy")
    @Operation(operationId = "judgeInstance", summary = "Ask a flavor what it thinks of an instance's health")
    @SpecBody(example = "flavor-healthy.json", schema = SpecBody.FLAVOR_HEALTHY)
    @Answers(
            status = 200,
            example = "judged.json",
            problems = {MALFORMED, VALIDATION, NOT_FOUND, PROVIDER_UNREACHABLE, TOO_LARGE, UNSUPPORTED_MEDIA_TYPE})
    FlavorView.Judged healthy(@Parameter(example = "vanilla") @PathVariable String name, HttpServletRequest request) {
        return ask.healthy(name, bodies.read(request));
    }
}
