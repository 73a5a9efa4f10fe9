package dev.drover.reconcile;

import static dev.drover.web.ProblemType.NOT_FOUND;

import dev.drover.spec.GroupName;
import dev.drover.web.Answers;
import dev.drover.web.Problem;
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
@Tag(name = "Groups")
class ExplainController {
    private final GroupLoader groups;

    ExplainController(GroupLoader groups) {
        this.groups = groups;
    }

    @GetMapping(
            path = "/v1/groups/{name}/explain",
            produces = {MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_YAML_VALUE, MediaType.TEXT_PLAIN_VALUE})
    @Operation(
            operationId = "explainGroup",
            summary = "Say in sentences what is not as declared, why, since when, and what happens next",
            description = "The headline, then what blocks most. `Accept: text/plain` answers a line for each sentence.")
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
}
