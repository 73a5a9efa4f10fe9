package dev.drover.reconcile;

import static dev.drover.web.ProblemType.MALFORMED;
import static dev.drover.web.ProblemType.NOT_FOUND;

import dev.drover.history.PastGroups;
import dev.drover.plan.Call;
import dev.drover.web.Answers;
import dev.drover.web.Choices;
import dev.drover.web.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "History")
class ActionController {
    private static final List<String> STATES = Arrays.stream(Call.State.values())
            .map(it -> it.name().toLowerCase(Locale.ROOT))
            .toList();

    private final ActionReader reader;
    private final PastGroups groups;

    ActionController(ActionReader reader, PastGroups groups) {
        this.reader = reader;
        this.groups = groups;
    }

    @GetMapping("/v1/groups/{name}/actions")
    @Operation(
            operationId = "listActions",
            summary = "List what was and is to be asked of providers for a group, newest first",
            description = "The journal: a create and a destroy for each member. One that is planned again comes first"
                    + " again. Also for a group that is deleted, until another one gets its name.")
    @Answers(
            status = 200,
            example = "actions.json",
            problems = {MALFORMED, NOT_FOUND})
    Page<ActionView> actions(
            @Parameter(example = "web") @PathVariable String name,
            @Parameter(
                            description = "Only actions in this state: planned, called, done, failed, unknown or"
                                    + " cancelled; may be given more than once.")
                    @RequestParam(required = false)
                    @Nullable
                    List<String> state,
            @Parameter(description = "Only actions on this member.") @RequestParam(required = false) @Nullable
                    String member,
            @Parameter(description = "1 to 500; 100 if it is left out.") @RequestParam(required = false) @Nullable
                    Integer limit,
            @Parameter(description = "The 'next' of the page before.") @RequestParam(required = false) @Nullable
                    String after) {
        long group = groups.newest(name);
        return reader.ofGroup(group, states(state), PastGroups.member(name, member), Page.limit(limit), after);
    }

    private static Set<String> states(@Nullable List<String> given) {
        return Choices.all("state", given, STATES).stream()
                .map(it -> it.toUpperCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }
}
