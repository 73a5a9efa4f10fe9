package dev.drover.application;

import static dev.drover.application.Groups.eventually;
import static dev.drover.application.Groups.newName;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A real process: made by hand, adopted, killed, let go, adopted again, and destroyed with its group. */
@ApplicationTest
class AdoptedProcessTests {
    private static final String INSTANCES = "/v1/providers/process/instances";
    private static final String SLEEP = "{\"command\": [\"sleep\", \"600\"]}";

    @Autowired
    Groups groups;

    private final String name = newName();

    @Test
    void aProcessIsKeptAsDeclaredFromItsAdoptionOn() {
        String made = groups.post(INSTANCES, "{\"properties\": " + SLEEP + "}")
                .expect(201)
                .text("/id");
        groups.put(name, Groups.spec("process", 0).replace("{\"image\": \"good\"}", SLEEP))
                .expect(201);
        pauseFill();
        groups.post("/v1/groups/" + name + "/scale", "{\"size\": 1}").expect(200);
        String first = adopt(made);
        groups.post("/v1/groups/" + name + "/resume", "").expect(200);
        groups.converge(name);
        assertThat(process(made).isAlive()).isTrue();
        assertThat(groups.get(INSTANCES + "/" + made).expect(200).text("/labels/drover.member"))
                .isEqualTo(first);

        process(made).destroyForcibly();
        eventually().until(() -> !groups.members(name).contains(first));
        groups.converge(name);
        String second = groups.members(name).getFirst();
        String instance = groups.get("/v1/members/" + second).text("/member/providerId");
        assertThat(instance).isNotEqualTo(made);

        pauseFill();
        groups.post("/v1/members/" + second + "/detach", "{\"keepLabels\": true}")
                .expect(200);
        eventually().until(() -> groups.members(name).isEmpty());
        String third = adopt(instance);
        groups.post("/v1/groups/" + name + "/resume", "").expect(200);
        groups.converge(name);
        assertThat(groups.members(name)).isEqualTo(List.of(third));
        ProcessHandle alive = process(instance);
        assertThat(alive.isAlive()).isTrue();

        groups.remove(name);
        assertThat(alive.isAlive()).isFalse();
        groups.get(INSTANCES + "/" + instance).refused(404, "not-found");
    }

    private void pauseFill() {
        groups.post("/v1/groups/" + name + "/pause", "{\"processes\": [\"fill\"]}")
                .expect(200);
    }

    private String adopt(String id) {
        return groups.post("/v1/groups/" + name + "/adopt", "{\"instances\": [\"" + id + "\"]}")
                .expect(200)
                .text("/instances/0/member");
    }

    private static ProcessHandle process(String id) {
        return ProcessHandle.of(Long.parseLong(id.substring(0, id.indexOf('-'))))
                .orElseThrow();
    }
}
