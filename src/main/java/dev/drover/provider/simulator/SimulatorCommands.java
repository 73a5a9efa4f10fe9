package dev.drover.provider.simulator;

import dev.drover.provider.Findings;
import dev.drover.provider.JsonSchema;
import dev.drover.provider.Pointers;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** What people do to a simulated cloud. */
@Component
class SimulatorCommands {
    private static final JsonSchema KNOBS = new JsonSchema(Schemas.KNOBS);
    private static final JsonSchema KILL = new JsonSchema(Schemas.KILL);
    private static final double WHOLE = 100_000; // thousandths of a percent

    /** Turns every knob: those that the body leaves out become as they were configured. */
    SimulationView turn(World world, JsonNode body) {
        Findings findings = new Findings();
        findings.addAll(KNOBS.check(body));
        Knobs configured = world.settings().knobs();
        if (findings.isEmpty()) {
            world.settings().rules().check(body, configured, findings);
        }
        findings.refuse("the knobs");
        Knobs turned = configured.with(body);
        world.cloud().turn(turned);
        return SimulationView.of(world, turned);
    }

    /** Ends the lives of some instances now. */
    KilledView kill(World world, JsonNode body) {
        Findings findings = new Findings();
        findings.addAll(KILL.check(body));
        if (findings.isEmpty() && body.has("instances") == body.has("share")) {
            findings.add("", "must have one of 'instances' and 'share'");
        }
        findings.refuse("the body");
        Instant now = world.now();
        Knobs knobs = world.cloud().knobs();
        if (body.has("share")) {
            double share = Knob.thousandths(body.path("share").asString()) / WHOLE;
            return KilledView.of(world.changes().kill(share, knobs, now));
        }
        List<String> ids =
                body.path("instances").valueStream().map(JsonNode::asString).toList();
        refuseOthers(ids, world.instances().living(ids, now), findings);
        return KilledView.of(world.changes().kill(ids, knobs, now));
    }

    private static void refuseOthers(List<String> ids, List<String> living, Findings findings) {
        Set<String> known = new HashSet<>(living);
        for (int i = 0; i < ids.size(); i++) {
            if (!known.contains(ids.get(i))) {
                findings.add(Pointers.child("/instances", i), "no instance " + ids.get(i) + " lives here");
            }
        }
        findings.refuse("the body");
    }
}
