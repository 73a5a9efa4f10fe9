package dev.drover.reconcile;

import dev.drover.web.Pages;
import dev.drover.web.Problem;
import dev.drover.web.ProblemType;
import java.util.stream.Collectors;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Explains what can hold for a group, and what lifts it. */
@RestController
class ConditionController {
    @GetMapping(
            path = "/conditions",
            produces = {Pages.HTML, Pages.JSON, Pages.YAML})
    ResponseEntity<ConditionPage.Index> conditions() {
        return Pages.answer(new ConditionPage.Index(ConditionPage.all()));
    }

    @GetMapping(
            path = "/conditions/{type}",
            produces = {Pages.HTML, Pages.JSON, Pages.YAML})
    ResponseEntity<ConditionPage> condition(@PathVariable String type) {
        return Pages.answer(ConditionPage.all().stream()
                .filter(it -> it.type().equals(type))
                .findFirst()
                .orElseThrow(() -> new Problem(
                        ProblemType.NOT_FOUND,
                        "there is no such condition; there are "
                                + ConditionPage.all().stream()
                                        .map(ConditionPage::type)
                                        .collect(Collectors.joining(", ")))));
    }
}
