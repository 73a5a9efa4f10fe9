package dev.drover.web;

import java.util.stream.Collectors;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Explains the problems at the URLs that are their types. */
@RestController
class ProblemController {
    @GetMapping(
            path = "/problems",
            produces = {Pages.HTML, Pages.JSON, Pages.YAML})
    ResponseEntity<ProblemPage.Index> problems() {
        return Pages.answer(new ProblemPage.Index(ProblemTexts.all()));
    }

    @GetMapping(
            path = "/problems/{type}",
            produces = {Pages.HTML, Pages.JSON, Pages.YAML})
    ResponseEntity<ProblemPage> problem(@PathVariable String type) {
        return Pages.answer(ProblemTexts.of(type)
                .orElseThrow(() -> new Problem(
                        ProblemType.NOT_FOUND,
                        "there is no such problem; there are "
                                + ProblemTexts.all().stream()
                                        .map(ProblemPage::name)
                                        .collect(Collectors.joining(", ")))));
    }
}
