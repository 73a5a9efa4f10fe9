package dev.drover.application;

import static dev.drover.application.Groups.eventually;
import static dev.drover.application.Groups.newName;
import static dev.drover.application.Groups.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.provider.fake.FakeProvider;
import dev.drover.provider.spi.Phase;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.dataformat.yaml.YAMLMapper;

@ApplicationTest
class ExplainTests {
    @Autowired
    Groups groups;

    private String name = newName();

    @Test
    void aGroupIsExplainedAsJsonAsYamlAndAsText() {
        groups.put(name, spec(0)).expect(201);
        groups.converge(name);
        String sentence = name + " is as declared: 0 of 0 members are ready.";

        Answer json = explain("*/*");
        assertThat(json.header("Content-Type")).startsWith("application/json");
        assertThat(json.header("Cache-Control")).isEqualTo("no-store");
        assertThat(json.text("/converged")).isEqualTo("true");
        assertThat(json.json().path("sentences")).hasSize(1);
        assertThat(json.text("/sentences/0/sentence")).isEqualTo(sentence);

        Answer text = explain("text/plain");
        assertThat(text.header("Content-Type")).startsWith("text/plain");
        assertThat(text.body()).isEqualTo(sentence + "\n");

        Answer yaml = explain("application/yaml");
        assertThat(YAMLMapper.shared()
                        .readTree(yaml.body())
                        .at("/sentences/0/sentence")
                        .asString())
                .isEqualTo(sentence);
        groups.remove(name);
        for (String accept : new String[] {"text/plain", "application/json", "*/*"}) {
            groups.get("/v1/groups/" + name + "/explain", "Accept", accept).refused(404, "not-found");
        }
        groups.get("/v1/groups/No!/explain").refused(404, "not-found");
        groups.get("/v1/groups/" + name + "/explain?verbose=true").refused(400, "malformed");
    }

    @Test
    void aPausedRepairIsExplained() {
        FakeProvider provider = groups.provider("fragile");
        name = groups.converged("fragile", 2);
        groups.post("/v1/groups/" + name + "/pause", "{\"processes\": [\"repair\"]}")
                .expect(200);
        provider.phase(provider.instances().getFirst().id(), Phase.STOPPED);
        eventually()
                .until(() -> groups.condition(name, "Paused")
                        .path("reason")
                        .asString()
                        .equals("NeededToBeReady"));

        eventually() // a listing may just be late
                .until(() -> groups.condition(name, "ObservationStale").isMissingNode());
        String text = explain("text/plain").body();

        assertThat(text.lines())
                .hasSize(3)
                .satisfiesExactly(
                        it -> assertThat(it).isEqualTo(name + " is not as declared: 1 of 2 members are ready."),
                        it -> assertThat(it)
                                .startsWith("Paused since ")
                                .contains("and would have to act on " + name + "-")
                                .endsWith("It is lifted by POST /v1/groups/" + name + "/resume."),
                        it -> assertThat(it)
                                .startsWith(name + "-")
                                .contains(" is unhealthy since ")
                                .contains(": the instance stopped: became STOPPED.")
                                .endsWith("It is replaced once what is paused is resumed."));
        groups.post("/v1/groups/" + name + "/resume", "").expect(200);
        groups.remove(name);
    }

    @Test
    void aMemberIsExplainedWhileItServesAndAfterItHasEnded() {
        groups.put(name, spec(1)).expect(201);
        groups.converge(name);
        String member = groups.members(name).getFirst();

        Answer json = groups.get("/v1/members/" + member + "/explain").expect(200);
        assertThat(json.text("/id")).isEqualTo(member);
        assertThat(json.text("/group")).isEqualTo(name);
        assertThat(json.text("/asDeclared")).isEqualTo("true");
        assertThat(ofMember(member))
                .satisfiesExactly(
                        it -> assertThat(it).startsWith(member + " is as declared: its instance is "),
                        it -> assertThat(it)
                                .startsWith(member + " was made at ")
                                .endsWith(": the group has fewer members than declared."));

        groups.post("/v1/groups/" + name + "/scale", "{\"size\": 0}").expect(200);
        groups.converge(name);
        assertThat(ofMember(member).getFirst())
                .startsWith(member + " ended at ")
                .endsWith(": the group has more members than declared.");
        groups.remove(name);
        assertThat(ofMember(member).getFirst()).startsWith(member + " ended at ");
        groups.get("/v1/members/" + name + "-zzzzzz/explain").refused(404, "not-found");
        groups.get("/v1/members/No!/explain").refused(404, "not-found");
    }

    @Test
    void aMemberWhoseCreateFailsTellsTheProvidersWords() {
        FakeProvider provider = groups.provider("fragile");
        provider.capacity(0);
        groups.put(name, spec("fragile", 1)).expect(201);
        eventually().until(() -> status("lastErrors/0/message").contains("there is room for 0 instances only"));
        String member = groups.members(name).getFirst();

        assertThat(ofMember(member))
                .anySatisfy(it ->
                        assertThat(it).isEqualTo(member + " is not as declared: it has no instance at fragile yet."))
                .anySatisfy(it -> assertThat(it)
                        .startsWith("The last provision of " + member + " failed at ")
                        .contains("there is room for 0 instances only"));
        provider.capacity(Integer.MAX_VALUE);
        groups.remove(name);
    }

    private String status(String path) {
        return groups.status(name).at("/" + path).asString("");
    }

    private List<String> ofMember(String member) {
        return groups.get("/v1/members/" + member + "/explain", "Accept", "text/plain")
                .expect(200)
                .body()
                .lines()
                .toList();
    }

    private Answer explain(String accept) {
        return groups.get("/v1/groups/" + name + "/explain", "Accept", accept).expect(200);
    }
}
