package dev.drover.gateway;

import dev.drover.infrakit.RpcServer;
import dev.drover.web.Actor;
import dev.drover.web.Bodies;
import dev.drover.web.ChangesNothing;
import dev.drover.web.Problem;
import dev.drover.web.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** The plugin over HTTP, guarded like the REST API. It is no part of that: what it takes and answers is InfraKit's. */
@RestController
class GatewayController {
    private final GatewayPlace gateway;
    private final Gateway calls;
    private final Bodies bodies;
    private final Actor actor;

    GatewayController(GatewayPlace gateway, Gateway calls, Bodies bodies, Actor actor) {
        this.gateway = gateway;
        this.calls = calls;
        this.bodies = bodies;
        this.actor = actor;
    }

    /** Each call says itself whether it changes anything, see {@link ReadOnly}. */
    @ChangesNothing
    @PostMapping(path = "/infrakit/{name}", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> call(@PathVariable String name, HttpServletRequest request) {
        Place place = gateway.place()
                .orElseThrow(() -> new Problem(
                        ProblemType.NOT_FOUND,
                        "Drover is no plugin of InfraKit here: set drover.infrakit.gateway.name to make it one"));
        if (!place.name().equals(name)) {
            throw new Problem(
                    ProblemType.NOT_FOUND, "there is no plugin '" + name + "' here, but '" + place.name() + "' is");
        }
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .header(HttpHeaders.CONTENT_TYPE, RpcServer.ANSWER_TYPE)
                .body(calls.answer(bodies.read(request), actor.asking(request)));
    }
}
