package dev.drover.application;

import static dev.drover.application.Groups.newName;
import static dev.drover.application.Groups.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.provider.fake.FakeProvider;
import dev.drover.provider.fake.Faults;
import dev.drover.provider.spi.Phase;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** What would happen, and that only that happens. */
@ApplicationTest
class ForecastTests {
    private static final String NO_DIGEST = "sha256:" + "0".repeat(64);

    @Autowired
    Groups groups;

    private final String name = newName();

    @Test
    void aGroupThatDoesNotExistYetIsPlannedAndNothingIsStored() {
        Answer plan = plan(name, spec(3)).expect(200);

        assertThat(plan.text("/name")).isEqualTo(name);
        assertThat(plan.text("/change")).isEqualTo("revision");
        assertThat(plan.text("/baseGeneration")).isEqualTo("0");
        assertThat(plan.text("/digest")).matches("sha256:[0-9a-f]{64}");
        assertThat(plan.text("/complete")).isEqualTo("true");
        assertThat(plan.text("/counts/provision")).isEqualTo("3");
        assertThat(plan.text("/counts/destroy")).isEqualTo("0");
        assertThat(plan.text("/leastReady")).isEqualTo("0");
        assertThat(plan.text("/budget/ceiling")).isEqualTo("4");
        assertThat(plan.text("/end/state")).isEqualTo("converged");
        assertThat(plan.json().path("warnings")).isEmpty();
        assertThat(plan.json().path("actions")).hasSize(3);
        assertThat(plan.json().at("/actions/0").toString())
                .isEqualTo("{\"action\":\"provision\",\"member\":\"new-1\",\"why\":\"grow\","
                        + "\"because\":\"the group has fewer members than declared\",\"revision\":1}");
        assertThat(plan.header("Cache-Control")).isEqualTo("no-store");
        groups.get("/v1/groups/" + name).refused(404, "not-found");
        groups.get("/v1/groups/" + name + "/events").refused(404, "not-found");
    }

    @Test
    void aPlanRefusesAllThatADeclarationRefuses() {
        String wrong = """
                {"allocation": {"size": "three"}, "instance": {"provider": "dokcer", "propertys": {}}, "colour": "blue"}
                """;
        assertThat(plan(name, wrong).refused(422, "validation").violations())
                .isEqualTo(groups.put(name, wrong).refused(422, "validation").violations())
                .hasSizeGreaterThan(2);
        plan(name, spec(1).replace("good", "broken")).refused(422, "validation");
        plan(name, "{\"instance\": {\"provider\": \"fake\"}}").refused(422, "validation");
        plan(name, spec(1).replace("good", "${secret:image}")).refused(422, "not-supported");
        plan(
                        name,
                        "{\"provenance\": {\"commit\": \"\\u0007\"}, "
                                + spec(1).strip().substring(1))
                .refused(422, "validation");
        plan(name, "{").refused(400, "malformed");
        plan("Web!", spec(1)).refused(422, "validation");
        groups.post("/v1/groups/" + name + "/plan?verbose=true", spec(1)).refused(400, "malformed");
        groups.post("/v1/groups/" + name + "/plan", spec(1), "Content-Type", "text/plain")
                .refused(415, "unsupported-media-type");
        groups.post("/v1/groups/" + name + "/plan", spec(1), "Accept", "text/plain", "Content-Type", "application/json")
                .refused(406, "malformed");
    }

    @Test
    void aPlanIsAskedForAndAnsweredAsYamlToo() {
        String yaml = "allocation: { size: 2 }\ninstance: { provider: fake, properties: { image: good } }\n";
        Answer plan = groups.post(
                "/v1/groups/" + name + "/plan", yaml, "Content-Type", "application/yaml", "Accept", "application/yaml");

        assertThat(YAMLMapper.shared()
                        .readTree(plan.expect(200).body())
                        .at("/counts/provision")
                        .asInt())
                .isEqualTo(2);
        assertThat(plan(name, spec(2)).text("/digest"))
                .isEqualTo(
                        YAMLMapper.shared().readTree(plan.body()).path("digest").asString());
    }

    @Test
    void aReviewReadsItAsMarkdown() {
        Answer markdown = groups.post(
                "/v1/groups/" + name + "/plan",
                spec(60),
                "Content-Type",
                "application/json",
                "Accept",
                "text/markdown");

        assertThat(markdown.expect(200).header("Content-Type")).startsWith("text/markdown");
        assertThat(markdown.body())
                .contains(
                        "group `" + name + "`",
                        "| provision | 60 |",
                        "| fewest ready members on the way | 0 |",
                        "**The group has fewer members than declared**",
                        "- provision `new-1`, revision 1",
                        "... and 10 more",
                        "on generation 0",
                        "?expect=" + plan(name, spec(60)).text("/digest"));
        assertThat(markdown.body().lines().count()).isLessThan(80);
    }

    @Test
    void aDryRunAnswersWhatAPlanAnswersAndStoresNothing() {
        Answer dry = send("PUT", "/v1/groups/" + name + "?dryRun=true", spec(2)).expect(200);
        assertThat(dry.json()).isEqualTo(plan(name, spec(2)).json());
        assertThat(groups.post("/v1/groups?dryRun=true", named(spec(2)))
                        .expect(200)
                        .text("/digest"))
                .isEqualTo(dry.text("/digest"));
        groups.get("/v1/groups/" + name).refused(404, "not-found");

        String group = groups.converged("fake", 2);
        Answer less =
                send("PUT", "/v1/groups/" + group + "?dryRun=true", spec(1)).expect(200);
        assertThat(less.text("/change")).isEqualTo("size");
        assertThat(less.text("/baseGeneration")).isEqualTo("1");
        assertThat(less.text("/counts/destroy")).isEqualTo("1");
        assertThat(groups.members(group))
                .contains(less.text("/actions/0/member"))
                .hasSize(2);
        assertThat(groups.get("/v1/groups/" + group).text("/generation")).isEqualTo("1");
        assertThat(groups.events(group))
                .filteredOn(it -> it.startsWith("GroupDeclared"))
                .hasSize(1);
        assertThat(send("PUT", "/v1/groups/" + group + "?dryRun=false", spec(2))
                        .expect(200)
                        .text("/generation"))
                .isEqualTo("1");
        groups.remove(group);
    }

    @Test
    void preconditionsHoldForDryRunsToo() {
        String group = groups.converged("fragile", 1);
        for (String path : new String[] {"?dryRun=true", "/plan"}) {
            String method = path.startsWith("?") ? "PUT" : "POST";
            send(method, "/v1/groups/" + group + path, spec("fragile", 2), "If-Match", "\"1\"")
                    .expect(200);
            send(method, "/v1/groups/" + group + path, spec("fragile", 2), "If-Match", "\"2\"")
                    .refused(412, "generation-moved");
            send(method, "/v1/groups/" + group + path, spec("fragile", 2), "If-None-Match", "*")
                    .refused(412, "already-exists");
            send(method, "/v1/groups/" + group + path, spec("fragile", 2), "If-Match", "2")
                    .refused(400, "malformed");
        }
        groups.provider("fragile").faults().down(Faults.Call.DESTROY);
        groups.delete("/v1/groups/" + group).expect(202);
        plan(group, spec("fragile", 2)).refused(409, "deleting");
        send("POST", "/v1/groups/" + group + "/rollback?dryRun=true", "").refused(409, "deleting");
        groups.provider("fragile").faults().down();
        groups.step(Duration.ofSeconds(20));
        groups.gone(group);
    }

    @Test
    void whatWasReviewedIsDeclaredAndNothingElse() {
        String digest = plan(name, spec(2)).text("/digest");
        send("PUT", expecting(digest), spec(3)).refused(409, "forecast-moved");
        send("PUT", expecting(NO_DIGEST), spec(2)).refused(409, "forecast-moved");
        groups.get("/v1/groups/" + name).refused(404, "not-found");

        Answer declared = send("PUT", expecting(digest), spec(2)).expect(201);
        assertThat(declared.text("/forecast/digest")).isEqualTo(digest);
        groups.converge(name);

        assertThat(send("PUT", expecting(digest), spec(2))
                        .refused(409, "forecast-moved")
                        .text("/detail"))
                .contains("/v1/groups/" + name + "/plan");
        groups.post("/v1/groups?expect=" + digest, named(spec(3))).refused(409, "forecast-moved");
        String next = plan(name, spec(3)).text("/digest");
        send("PUT", expecting(next) + "&dryRun=true", spec(3)).expect(200);
        send("PUT", expecting(digest) + "&dryRun=true", spec(3)).refused(409, "forecast-moved");
        assertThat(groups.post("/v1/groups?expect=" + next, named(spec(3)))
                        .expect(200)
                        .text("/generation"))
                .isEqualTo("2");
        groups.remove(name);
    }

    @Test
    void aMemberThatDiedMeanwhileMovesTheForecast() {
        FakeProvider provider = groups.provider("fragile");
        String group = groups.converged("fragile", 2);
        String better = spec("fragile", 2).replace("good", "better");
        Answer before = plan(group, better).expect(200);
        assertThat(before.text("/counts/provision")).isEqualTo("2");
        assertThat(before.text("/leastReady")).isEqualTo("2");
        groups.step(Duration.ofMinutes(5));
        assertThat(plan(group, better).text("/digest")).isEqualTo(before.text("/digest"));

        provider.phase(provider.instances().getFirst().id(), Phase.STOPPED);
        Groups.eventually().until(() -> !plan(group, better).text("/digest").equals(before.text("/digest")));
        groups.converge(group);
        send("PUT", "/v1/groups/" + group + "?expect=" + before.text("/digest"), better)
                .refused(409, "forecast-moved");
        assertThat(groups.get("/v1/groups/" + group).text("/generation")).isEqualTo("1");
        groups.remove(group);
    }

    @Test
    void aDeclarationsAnswerForetellsWhatHappensNext() {
        Answer created = groups.put(name, spec(2)).expect(201);
        assertThat(created.text("/forecast/counts/provision")).isEqualTo("2");
        assertThat(created.text("/forecast/digest")).matches("sha256:[0-9a-f]{64}");
        assertThat(created.text("/forecast/leastReady")).isEqualTo("0");
        assertThat(created.json().at("/forecast/warnings")).isEmpty();
        assertThat(created.json().path("forecast").has("actions")).isFalse();

        Answer risky = groups.put(
                        name,
                        "{\"update\": {\"maxSurge\": 0, \"maxUnavailable\": \"20%\"}, "
                                + spec(2).strip().substring(1))
                .expect(200);
        assertThat(risky.text("/forecast/warnings/0/message"))
                .isEqualTo("maxUnavailable 20% of 2 is 0: surge 1 is used");
        groups.remove(name);
    }

    @Test
    void aRollbackIsForetold() {
        String group = groups.converged("fake", 1);
        send("POST", "/v1/groups/" + group + "/rollback?dryRun=true", "").refused(409, "superseded");
        groups.put(group, spec(1).replace("good", "better")).expect(200);
        groups.converge(group);

        Answer dry = send("POST", "/v1/groups/" + group + "/rollback?dryRun=true", "")
                .expect(200);
        assertThat(dry.text("/change")).isEqualTo("revision");
        assertThat(dry.text("/baseGeneration")).isEqualTo("2");
        assertThat(dry.text("/actions/0/revision")).isEqualTo("1");
        assertThat(dry.text("/actions/1/member"))
                .isEqualTo(groups.members(group).getFirst());
        assertThat(dry.text("/end/state")).isEqualTo("converged");
        assertThat(send("POST", "/v1/groups/" + group + "/rollback?dryRun=true", "{\"revision\": 2}")
                        .expect(200)
                        .text("/change"))
                .isEqualTo("none");
        send("POST", "/v1/groups/" + group + "/rollback?dryRun=true", "{\"revision\": 9}")
                .refused(404, "not-found");
        send("POST", "/v1/groups/" + group + "/rollback?dryRun=yes", "").refused(400, "malformed");
        assertThat(groups.get("/v1/groups/" + group).text("/generation")).isEqualTo("2");
        groups.remove(group);
    }

    @Test
    void valuesThatNoForecastHasAreRefused() {
        send("PUT", "/v1/groups/" + name + "?dryRun=yes", spec(1)).refused(400, "malformed");
        send("PUT", "/v1/groups/" + name + "?dryRun=true&dryRun=true", spec(1)).refused(400, "malformed");
        send("PUT", "/v1/groups/" + name + "?expect=abc", spec(1)).refused(400, "malformed");
        send("PUT", "/v1/groups/" + name + "?expect=", spec(1)).refused(400, "malformed");
        send("PUT", "/v1/groups/" + name + "?expect=" + NO_DIGEST.toUpperCase(Locale.ROOT), spec(1))
                .refused(400, "malformed");
        groups.get("/v1/groups/" + name).refused(404, "not-found");
    }

    private Answer plan(String group, String spec) {
        return groups.post("/v1/groups/" + group + "/plan", spec);
    }

    private Answer send(String method, String path, String body, String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Content-Type";
        all[headers.length + 1] = "application/json";
        return groups.send(method, path, BodyPublishers.ofString(body), all);
    }

    private String expecting(String digest) {
        return "/v1/groups/" + name + "?expect=" + digest;
    }

    private String named(String spec) {
        return "{\"name\": \"" + name + "\"," + spec.strip().substring(1);
    }
}
