package dev.drover.group;

import static dev.drover.web.ProblemType.DELETING;
import static dev.drover.web.ProblemType.MALFORMED;
import static dev.drover.web.ProblemType.NOT_FOUND;
import static dev.drover.web.ProblemType.TOO_LARGE;
import static dev.drover.web.ProblemType.UNSUPPORTED_MEDIA_TYPE;
import static dev.drover.web.ProblemType.VALIDATION;

import dev.drover.spec.GroupName;
import dev.drover.spec.GroupProcess;
import dev.drover.web.Actor;
import dev.drover.web.Answers;
import dev.drover.web.SpecBody;
import dev.drover.web.TakesProvenance;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.EnumSet;
import java.util.Set;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

@RestController
@RequestMapping("/v1/groups/{name}")
@Tag(name = "Groups")
class CommandController {
    private final PauseGroup pause;
    private final ReleaseGroup release;
    private final RetryGroup retry;
    private final CommandBodies bodies;
    private final Actor actor;

    CommandController(PauseGroup pause, ReleaseGroup release, RetryGroup retry, CommandBodies bodies, Actor actor) {
        this.pause = pause;
        this.release = release;
        this.retry = retry;
        this.bodies = bodies;
        this.actor = actor;
    }

    @PostMapping("/pause")
    @Operation(
            operationId = "pauseGroup",
            summary = "Pause what Drover does for a group, or part of it",
            description =
                    "Once this is answered nothing that is paused is called any more, except for what alreadyCalled"
                            + " lists. What was begun is settled, and members are watched, all the same. Deleting the"
                            + " group lifts it.")
    @SpecBody(example = "pause.json", schema = SpecBody.PROCESSES, optional = true)
    @TakesProvenance
    @Answers(
            status = 200,
            example = "paused.json",
            problems = {MALFORMED, VALIDATION, NOT_FOUND, DELETING, TOO_LARGE, UNSUPPORTED_MEDIA_TYPE})
    ResponseEntity<GroupView> pause(@Parameter(example = "web") @PathVariable String name, HttpServletRequest request) {
        GroupName group = GroupNames.existing(name);
        return answer(pause.pause(group, processes(request), actor.asking(request)));
    }

    @PostMapping("/resume")
    @Operation(
            operationId = "resumeGroup",
            summary = "Let go on what is paused, or part of it",
            description = "The time that members may take to start stood still while repair was paused.")
    @SpecBody(example = "resume.json", schema = SpecBody.PROCESSES, optional = true)
    @TakesProvenance
    @Answers(
            status = 200,
            example = "resumed.json",
            problems = {MALFORMED, VALIDATION, NOT_FOUND, DELETING, TOO_LARGE, UNSUPPORTED_MEDIA_TYPE})
    ResponseEntity<GroupView> resume(
            @Parameter(example = "web") @PathVariable String name, HttpServletRequest request) {
        GroupName group = GroupNames.existing(name);
        return answer(pause.resume(group, processes(request), actor.asking(request)));
    }

    @PostMapping("/release")
    @Operation(
            operationId = "releaseGroup",
            summary = "Stop managing a group, and leave its instances alone",
            description =
                    "Nothing is made, repaired or taken away any more, except for what alreadyCalled lists. What was called is"
                            + " settled: an instance whose destroy was ever called is destroyed to the end, and a create in"
                            + " doubt is not called again. Every other instance is left as it is, even if its work was told"
                            + " to stop; it is never touched again, and loses the labels drover.* where its provider takes"
                            + " labels away, unless 'keepLabels' says that it keeps them, to be adopted. When that is over for all of them, the group is gone, and its name is free: see"
                            + " wait?until=gone. Neither protection.delete nor protected members keep it from that, for"
                            + " nothing is destroyed. Asking again changes nothing.")
    @SpecBody(example = "release.json", schema = SpecBody.RELEASE, optional = true)
    @TakesProvenance
    @Answers(
            status = 200,
            example = "releasing.json",
            problems = {MALFORMED, VALIDATION, NOT_FOUND, DELETING, TOO_LARGE, UNSUPPORTED_MEDIA_TYPE})
    ResponseEntity<GroupView> release(
            @Parameter(example = "web") @PathVariable String name, HttpServletRequest request) {
        GroupName group = GroupNames.existing(name);
        boolean keepLabels =
                bodies.read(request, SpecBody.RELEASE).path("keepLabels").asBoolean(false);
        return answer(release.release(group, keepLabels, actor.asking(request)));
    }

    @PostMapping("/retry")
    @Operation(
            operationId = "retryGroup",
            summary = "Try at once what failed, or was given up",
            description =
                    "Lifts back-off and suspensions of creates, destroys and repairs; also of a group that is being"
                            + " deleted or released.")
    @SpecBody(example = "nothing.json", schema = SpecBody.NOTHING, optional = true)
    @TakesProvenance
    @Answers(
            status = 200,
            example = "retried.json",
            problems = {MALFORMED, VALIDATION, NOT_FOUND, TOO_LARGE, UNSUPPORTED_MEDIA_TYPE})
    ResponseEntity<GroupView> retry(@Parameter(example = "web") @PathVariable String name, HttpServletRequest request) {
        GroupName group = GroupNames.existing(name);
        bodies.read(request, SpecBody.NOTHING);
        return answer(retry.retry(group, actor.asking(request)));
    }

    private Set<GroupProcess> processes(HttpServletRequest request) {
        ObjectNode body = bodies.read(request, SpecBody.PROCESSES);
        Set<GroupProcess> processes = EnumSet.noneOf(GroupProcess.class);
        body.path("processes").forEach(it -> GroupProcess.of(it.stringValue()).ifPresent(processes::add));
        return processes.isEmpty() ? EnumSet.allOf(GroupProcess.class) : processes;
    }

    private static ResponseEntity<GroupView> answer(GroupView view) {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .eTag(ETags.of(view.generation()))
                .body(view);
    }
}
