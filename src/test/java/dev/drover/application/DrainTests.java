package dev.drover.application;

import static dev.drover.application.Groups.eventually;
import static dev.drover.application.Groups.newName;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Members stop their work before they are destroyed, on the running service. */
@ApplicationTest
class DrainTests {
    @Autowired
    Groups groups;

    private final AtomicInteger asked = new AtomicInteger();
    private volatile int answer = 202;
    private HttpServer server;

    DrainTests() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void listen() {
        server.createContext("/drain", exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(answer, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aMemberIsAskedUntilItsWorkHasStoppedAndOnlyThenDestroyed() {
        String name = converged("");

        groups.post("/v1/groups/" + name + "/scale", "{\"size\": 0}").expect(200);
        eventually().until(() -> {
            groups.step(Duration.ofSeconds(1));
            return asked.get() > 2;
        });
        assertThat(groups.members(name)).hasSize(1);
        assertThat(groups.status(name).path("waitingOn").findValuesAsString("what"))
                .contains("drain");
        assertThat(groups.get("/v1/groups/" + name + "/explain").expect(200).body())
                .contains("the work there has not stopped yet");

        answer = 200;
        eventually().until(() -> {
            groups.step(Duration.ofSeconds(1));
            return groups.members(name).isEmpty();
        });
        assertThat(types(name))
                .containsSubsequence("MemberDraining", "MemberDrained", "InstanceDestroyed", "MemberEnded");
        assertThat(types(name)).containsOnlyOnce("MemberDraining").containsOnlyOnce("MemberDrained");
        groups.remove(name);
    }

    @Test
    void aDrainThatTakesTooLongIsGivenUp() {
        String name = converged("\"drain\": {\"timeout\": \"2m\"}, ");

        groups.post("/v1/groups/" + name + "/scale", "{\"size\": 0}").expect(200);
        eventually().until(() -> asked.get() > 0);
        groups.step(Duration.ofMinutes(2));
        eventually().until(() -> groups.members(name).isEmpty());

        assertThat(types(name)).containsSubsequence("MemberDraining", "DrainGivenUp", "InstanceDestroyed");
        groups.remove(name);
    }

    @Test
    void aDrainThatTakesTooLongLeavesTheMemberAloneIfThatIsDeclared() {
        String name = converged("\"drain\": {\"timeout\": \"2m\", \"onTimeout\": \"keep\"}, ");

        groups.post("/v1/groups/" + name + "/scale", "{\"size\": 0}").expect(200);
        eventually().until(() -> asked.get() > 0);
        groups.step(Duration.ofMinutes(2));
        eventually().until(() -> !groups.condition(name, "DrainTimedOut").isMissingNode());
        assertThat(groups.members(name)).hasSize(1);
        groups.get("/v1/groups/" + name + "/wait").refused(409, "blocked");

        answer = 204;
        groups.post("/v1/groups/" + name + "/retry", "").expect(200);
        eventually().until(() -> groups.members(name).isEmpty());
        groups.remove(name);
    }

    @Test
    void anAdoptedMemberIsAskedToo() {
        answer = 200;
        String name = converged("");
        groups.post("/v1/groups/" + name + "/pause", "{\"processes\": [\"fill\"]}")
                .expect(200);
        String former = groups.members(name).getFirst();
        String machine = groups.get("/v1/members/" + former).text("/member/providerId");
        groups.post("/v1/members/" + former + "/detach", "{\"keepLabels\": true}")
                .expect(200);
        eventually().until(() -> groups.members(name).isEmpty());
        String body = "{\"instances\": [\"" + machine + "\"]}";
        groups.post("/v1/groups/" + name + "/adopt", body).expect(200);

        groups.post("/v1/groups/" + name + "/scale", "{\"size\": 0}").expect(200);
        eventually().until(() -> groups.members(name).isEmpty());
        assertThat(types(name)).containsSubsequence("MemberAdopted", "MemberDraining", "MemberDrained", "MemberEnded");
        groups.remove(name);
    }

    @Test
    void aQuestionThatFailsIsToldAndAskedAgain() {
        answer = 500;
        String name = converged("");

        groups.post("/v1/groups/" + name + "/scale", "{\"size\": 0}").expect(200);
        eventually().until(() -> types(name).contains("DrainFailed"));
        assertThat(groups.members(name)).hasSize(1);

        answer = 200;
        groups.post("/v1/groups/" + name + "/retry", "").expect(200);
        eventually().until(() -> groups.members(name).isEmpty());
        groups.remove(name);
    }

    private String converged(String policy) {
        String name = newName();
        String spec = """
                {%s"allocation": {"size": 1}, "instance": {"provider": "fake", "properties": {"image": "good"}},
                 "flavor": {"provider": "vanilla",
                            "properties": {"drain": {"http": {"port": %d, "path": "/drain"}}}}}
                """.formatted(policy, server.getAddress().getPort());
        groups.put(name, spec).expect(201);
        groups.converge(name);
        return name;
    }

    private List<String> types(String name) {
        return groups.events(name).stream().map(it -> it.split(" ", 2)[0]).toList();
    }
}
