package dev.drover.application;

import static dev.drover.application.Groups.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.provider.fake.FakeProvider;
import dev.drover.provider.fake.Faults;
import dev.drover.provider.fake.Faults.Call;
import dev.drover.provider.spi.ProviderFailure.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How providers and flavors are, and what they say of properties. */
@ApplicationTest
class ProviderTests {
    @Autowired
    Groups groups;

    @Autowired
    JdbcClient jdbc;

    @Test
    void providersAreListedByName() {
        Answer all = groups.get("/v1/providers").expect(200);
        assertThat(all.items("/name"))
                .contains("fake", "fragile", "hand", "process")
                .isSorted();
        Answer page = groups.get("/v1/providers?limit=1").expect(200);
        Answer next =
                groups.get("/v1/providers?limit=1&after=" + page.text("/next")).expect(200);
        assertThat(List.of(page.items("/name").getFirst(), next.items("/name").getFirst()))
                .isEqualTo(all.items("/name").subList(0, 2));
        groups.get("/v1/providers?limit=0").refused(400, "malformed");
        groups.get("/v1/providers?after=AA").refused(400, "malformed");
    }

    @Test
    void aProviderSaysEverythingAboutItself() {
        String group = groups.converged("fake", 1);
        eventually()
                .untilAsserted(() -> assertThat(groups.get("/v1/providers/fake").text("/health/status"))
                        .isEqualTo("ok"));
        Answer fake = groups.get("/v1/providers/fake").expect(200);
        assertThat(fake.text("/type")).isEqualTo("fake");
        assertThat(fake.text("/capabilities/createTimeout")).isEqualTo("30s");
        assertThat(fake.text("/capabilities/consistencyWindow")).isEqualTo("0s");
        assertThat(fake.text("/schema/properties/image/type")).isEqualTo("string");
        assertThat(fake.text("/lastObservation/interval")).isEqualTo("1s");
        assertThat(fake.json().at("/lastObservation/error").isNull()).isTrue();
        assertThat(fake.text("/permits/limit")).isEqualTo("16");
        assertThat(fake.json().at("/calls/succeeded").asInt()).isPositive();
        assertThat(fake.json().at("/lastObservation/lag").asDouble()).isBetween(0.0, 60.0);
        assertThat(fake.text("/lastObservation/age")).isNotBlank();
        assertThat(fake.json().path("replicas").size()).isEqualTo(1);
        assertThat(fake.json().at("/replicas/0/here").asBoolean()).isTrue();
        assertThat(fake.text("/replicas/0/host")).isNotBlank();
        assertThat(fake.json().path("nowhereSince").isNull()).isTrue();
        assertThat(groups.get("/v1/providers/process").text("/host")).isEqualTo(fake.text("/replicas/0/host"));
        groups.remove(group);
    }

    @Test
    void callsUnderWayAndFailuresAreCountedByKind() {
        FakeProvider provider = groups.provider("fragile");
        provider.faults().fail(Call.PROVISION, Kind.OUT_OF_CAPACITY);
        Faults.Hang hang = null;
        String group = Groups.newName();
        groups.put(group, Groups.spec("fragile", 1)).expect(201);
        try {
            eventually().until(() -> fragile("/calls/failures/outOfCapacity") == 1);
            hang = provider.faults().hang(Call.PROVISION);
            groups.post("/v1/groups/" + group + "/retry", "").expect(200);
            eventually().until(() -> fragile("/calls/inFlightByKind/provision") == 1);
            assertThat(fragile("/calls/inFlightHere/provision")).isEqualTo(1);
            jdbc.sql("update action set worker = 'another' where state = 'CALLED' and provider = 'fragile'")
                    .update();
            assertThat(fragile("/calls/inFlightHere/provision")).isZero();
            assertThat(fragile("/calls/inFlight")).isEqualTo(1);
        } finally {
            if (hang != null) {
                hang.release();
            }
        }
        groups.remove(group);
    }

    private int fragile(String pointer) {
        return groups.get("/v1/providers/fragile")
                .expect(200)
                .json()
                .at(pointer)
                .asInt(0);
    }

    @Test
    void oneThatOnlyOthersHaveIsKnownToBeElsewhere() {
        jdbc.sql("""
                insert into provider_state (name, type, capabilities, host)
                select 'other', type, capabilities, 'host-b' from provider_state where name = 'fake'
                on conflict do nothing
                """).update();
        jdbc.sql("""
                insert into replica (id, host, since, said_at, providers)
                select 'b', 'hera', t, t + interval '1000 days', '{"other": "host-b"}' from (select clock_timestamp() as t)
                """).update();
        Answer other = groups.get("/v1/providers/other").expect(200);
        assertThat(other.text("/health/status")).isEqualTo("elsewhere");
        assertThat(other.text("/type")).isEqualTo("fake");
        assertThat(other.json().path("schema").isNull()).isTrue();
        assertThat(other.json().path("permits").isNull()).isTrue();
        for (Answer answer : List.of(
                groups.get("/v1/providers/other/instances"),
                groups.post("/v1/providers/other/instances", "{\"properties\": {}}"),
                groups.delete("/v1/providers/other/instances/a"),
                groups.post("/v1/providers/other/validate", "{}"))) {
            assertThat(answer.refused(502, "provider-unreachable").text("/detail"))
                    .contains("not configured on this replica");
        }
        assertThat(other.text("/replicas/0/host")).isEqualTo("hera");
        String group = Groups.newName();
        groups.put(group, Groups.spec("other", 0)).expect(201);
        eventually()
                .until(() -> groups.condition(group, "NotValidated")
                        .path("message")
                        .asString()
                        .contains("on other replicas only"));
        groups.remove(group);
        jdbc.sql("delete from replica where id = 'b'").update();
        jdbc.sql("delete from provider_state where name = 'other'").update();
    }

    @Test
    void nobodyKnowsIt() {
        assertThat(groups.get("/v1/providers/fkae").refused(404, "not-found").text("/detail"))
                .contains("fake", "process", "did you mean 'fake'?");
        groups.post("/v1/providers/fkae/validate", "{}").refused(404, "not-found");
        assertThat(groups.get("/v1/flavors/vanila").refused(404, "not-found").text("/detail"))
                .contains("did you mean 'vanilla'?");
        for (String verb : List.of("validate", "prepare", "healthy")) {
            groups.post("/v1/flavors/x/" + verb, "{\"instance\": {\"id\": \"a\"}}")
                    .refused(404, "not-found");
        }
        groups.post("/v1/flavors/vanilla/drain", "{}").expect(404);
        groups.get("/v1/providers/fake?deep=true").refused(400, "malformed");
    }

    @Test
    void propertiesAreCheckedAsADeclarationWould() {
        assertThat(groups.post("/v1/providers/fake/validate", "{\"image\": \"good\"}")
                        .expect(200)
                        .json()
                        .path("valid")
                        .asBoolean())
                .isTrue();
        Answer refused = groups.post("/v1/providers/process/validate", """
                        {"comand": ["x"], "env": {"A": 1}, "stopSignal": "NONE", "ports": {"http": 0}}
                        """).refused(422, "validation");
        assertThat(refused.violations()).contains("/comand", "/env/A", "/stopSignal", "/ports/http");
        assertThat(refused.body()).contains("did you mean 'command'?");
        assertThat(groups.post("/v1/providers/fake/validate", "image: broken", "Content-Type", "application/yaml")
                        .refused(422, "validation")
                        .violations())
                .containsExactly("/image");
    }

    @Test
    void aProviderThatCannotBeAskedIsSaidToBe() {
        groups.provider("fragile").faults().down(Call.VALIDATE);
        try {
            assertThat(groups.post("/v1/providers/fragile/validate", "{\"image\": \"good\"}")
                            .refused(502, "provider-unreachable")
                            .text("/detail"))
                    .contains("down on purpose");
            groups.post("/v1/providers/fragile/validate", "{\"image\": 1}").refused(422, "validation");
        } finally {
            groups.provider("fragile").faults().down();
        }
    }

    @Test
    void aFlavorSaysWhatItKnows() {
        assertThat(groups.get("/v1/flavors").expect(200).items("/name")).containsExactly("combo", "vanilla");
        Answer vanilla = groups.get("/v1/flavors/vanilla").expect(200);
        assertThat(vanilla.text("/type")).isEqualTo("vanilla");
        assertThat(vanilla.text("/schema/properties/tags/type")).isEqualTo("object");
        groups.get("/v1/flavors?limit=501").refused(400, "malformed");
    }

    @Test
    void aFlavorChecksItsProperties() {
        String path = "/v1/flavors/vanilla/validate";
        groups.post(path, "{}").expect(200);
        groups.post(path, "{\"properties\": {\"tags\": {\"a\": \"b\"}}, \"allocation\": {\"logicalIds\": [\"a\"]}}")
                .expect(200);
        assertThat(groups.post(path, """
                        {"properties": {"tags": {"drover.group": "x"}, "inti": []}, "allocation": {"size": -1}, "x": 1}
                        """).refused(422, "validation").violations())
                .containsExactlyInAnyOrder(
                        "/properties/inti", "/properties/tags/drover.group", "/allocation/size", "/x");
        assertThat(groups.post(path, "{\"properties\": {\"tags\": {\"drover.group\": \"x\"}}}")
                        .refused(422, "validation")
                        .violations())
                .containsExactly("/properties/tags/drover.group");
    }

    @Test
    void aPreparedRequestIsShownWithoutSecrets() {
        Answer prepared = groups.post("/v1/flavors/vanilla/prepare", """
                        {"properties": {"tags": {"role": "db"}, "init": ["export DB_PASSWORD=hunter2 USER=joe", "echo ${secret:tls}"]},
                         "request": {"properties": {"env": {"API_KEY": "hunter3", "LEVEL": "info"}, "url": "x${secret:y}z"},
                                     "labels": {"team": "shop"}, "init": ["date"], "logicalId": "db-1",
                                     "attachments": [{"id": "v", "type": "volume"}]},
                         "allocation": {"logicalIds": ["db-1"]}, "index": 2, "group": "dbs"}
                        """).expect(200);
        assertThat(prepared.body()).doesNotContain("hunter", "secret:", "drover.token");
        assertThat(prepared.text("/labels/role")).isEqualTo("db");
        assertThat(prepared.text("/labels/team")).isEqualTo("shop");
        assertThat(prepared.text("/labels/drover.group")).isEqualTo("dbs");
        assertThat(prepared.text("/init/0")).isEqualTo("date");
        assertThat(prepared.text("/init/1")).isEqualTo("(redacted)");
        assertThat(prepared.text("/properties/env/LEVEL")).isEqualTo("info");
        assertThat(prepared.text("/properties/url")).isEqualTo("(redacted)");
        assertThat(prepared.text("/logicalId")).isEqualTo("db-1");
        assertThat(prepared.text("/index")).isEqualTo("2");
        assertThat(prepared.text("/attachments/0/id")).isEqualTo("v");
        groups.post("/v1/flavors/vanilla/prepare", "{}").expect(200);
    }

    @Test
    void whateverSpeaksOfASecretIsHiddenHoweverLongItIs() {
        Answer prepared = groups.post("/v1/flavors/vanilla/prepare", """
                        {"request": {"properties": {
                            "header": "curl -H 'Authorization: Bearer s3cr3t' x", "url": "https://me:s3cr3t@host/", "long": "%s",
                            "command": ["app", "--token", "s3cr3t", "--level", "info"], "author": "jane"}}}
                        """.formatted("token".repeat(100_000)))
                .expect(200);
        assertThat(prepared.body()).doesNotContain("s3cr3t", "tokentoken").contains("--token", "info", "jane");
    }

    @Test
    void aFlavorChecksTagsAsADeclarationWould() {
        assertThat(groups.post(
                                "/v1/flavors/vanilla/validate",
                                "{\"properties\": {\"tags\": {\"a\": \"" + "x".repeat(300) + "\"}}}")
                        .refused(422, "validation")
                        .violations())
                .containsExactly("/properties/tags/a");
    }

    @Test
    void aFlavorJudgesAnInstance() {
        Answer judged = groups.post("/v1/flavors/vanilla/healthy", """
                        {"instance": {"id": "a", "token": "b", "phase": "running", "addresses": ["::1"], "ports": {"http": 80}}}
                        """).expect(200);
        assertThat(judged.text("/health")).isEqualTo("noOpinion");
        assertThat(judged.text("/reason")).isNotBlank();
        groups.post("/v1/flavors/vanilla/healthy", "{\"instance\": {\"id\": \"\\u2003\"}}")
                .refused(422, "validation");
        assertThat(groups.post("/v1/flavors/vanilla/healthy", """
                        {"instance": {"id": " ", "phase": "asleep", "ports": {"a": 0}, "addresses": [1]}}
                        """)
                        .refused(422, "validation")
                        .violations())
                .containsExactlyInAnyOrder(
                        "/instance/id", "/instance/phase", "/instance/ports/a", "/instance/addresses/0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "{",
                "{\"properties\": 1}",
                "{\"properties\": null}",
                "{\"request\": 5}",
                "{\"request\": {\"labels\": [], \"init\": {}, \"attachments\": 3, \"logicalId\": \"\"}}",
                "{\"allocation\": [], \"index\": \"a\", \"group\": 7}",
                "{\"allocation\": {\"logicalIds\": [\"\", 3]}, \"index\": 1.5, \"group\": \"Ä\"}",
                "{\"instance\": []}",
                "{\"instance\": {\"labels\": {\"a\": {}}, \"token\": \"\", \"id\": 9}}"
            })
    void hostileBodies(String body) {
        for (String verb : List.of("validate", "prepare", "healthy")) {
            assertThat(groups.post("/v1/flavors/vanilla/" + verb, body).status())
                    .isIn(400, 422);
        }
    }
}
