package dev.drover.provider.simulator;

import static dev.drover.web.ProblemType.MALFORMED;
import static dev.drover.web.ProblemType.NOT_FOUND;
import static dev.drover.web.ProblemType.TOO_LARGE;
import static dev.drover.web.ProblemType.UNHEALTHY;
import static dev.drover.web.ProblemType.UNSUPPORTED_MEDIA_TYPE;
import static dev.drover.web.ProblemType.VALIDATION;

import dev.drover.body.RequestBodies;
import dev.drover.web.Answers;
import dev.drover.web.SpecBody;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/v1/providers/{name}/simulation")
@Tag(
        name = "Simulator",
        description =
                "What only a provider of the type 'simulator' can do: behave as it is told to, for trying specs and for"
                        + " fire drills.")
class SimulatorController {
    private final Simulators simulators;
    private final SimulatorCommands commands;
    private final RequestBodies bodies;

    SimulatorController(Simulators simulators, SimulatorCommands commands, RequestBodies bodies) {
        this.simulators = simulators;
        this.commands = commands;
        this.bodies = bodies;
    }

    @GetMapping
    @Operation(
            operationId = "getSimulation",
            summary = "Read how a simulated cloud behaves, and how many instances it has")
    @Answers(
            status = 200,
            example = "simulation.json",
            problems = {NOT_FOUND})
    ResponseEntity<SimulationView> get(@Parameter(example = "cloud") @PathVariable String name) {
        World world = simulators.named(name);
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(SimulationView.of(world, world.cloud().knobs()));
    }

    @PutMapping
    @Operation(
            operationId = "turnKnobs",
            summary = "Say how a simulated cloud is to behave from now on",
            description =
                    "Every knob that is left out becomes as it is configured, so that '{}' ends a drill. It is stored: it"
                            + " outlives a restart, and other replicas know it within a second. The knobs' descriptions say which of"
                            + " them concern what is made later alone.")
    @SpecBody(example = "knobs.json", schema = SpecBody.KNOBS)
    @Answers(
            status = 200,
            example = "simulation.json",
            problems = {MALFORMED, VALIDATION, NOT_FOUND, TOO_LARGE, UNSUPPORTED_MEDIA_TYPE})
    SimulationView turn(@Parameter(example = "cloud") @PathVariable String name, HttpServletRequest request) {
        return commands.turn(simulators.named(name), bodies.read(request));
    }

    @PostMapping("/kill")
    @Operation(
            operationId = "killInstances",
            summary = "Let instances of a simulated cloud die now",
            description =
                    "They stop, or are gone without a trace, as 'vanishShare' was when they were made. Drover is not told:"
                            + " it finds out, and replaces them.")
    @SpecBody(example = "kill.json", schema = SpecBody.KILL)
    @Answers(
            status = 200,
            example = "killed.json",
            problems = {MALFORMED, VALIDATION, NOT_FOUND, TOO_LARGE, UNSUPPORTED_MEDIA_TYPE})
    KilledView kill(@Parameter(example = "cloud") @PathVariable String name, HttpServletRequest request) {
        return commands.kill(simulators.named(name), bodies.read(request));
    }

    @GetMapping("/instances/{id}/health")
    @Operation(
            operationId = "getSimulatedHealth",
            summary = "Answer the health check of a simulated instance",
            description = "What a spec's health.http.path can name, as '/v1/providers/cloud/simulation/instances/"
                    + "{{member.providerId}}/health', with 'port: health'.")
    @Answers(
            status = 200,
            example = "simulated-health.json",
            problems = {NOT_FOUND, UNHEALTHY})
    ResponseEntity<SimulatedHealth> health(
            @Parameter(example = "cloud") @PathVariable String name,
            @Parameter(example = "sim-nbzw7be9") @PathVariable String id) {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(SimulatedHealth.of(simulators.named(name), id));
    }
}
