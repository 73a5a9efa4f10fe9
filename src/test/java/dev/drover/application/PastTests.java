package dev.drover.application;

import static dev.drover.application.Groups.newName;
import static dev.drover.application.Groups.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.provider.fake.Faults;
import dev.drover.provider.spi.ProviderFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** What was declared of a group and asked of its provider, while it lives and when it is gone. */
@ApplicationTest
@Tag("postgres")
class PastTests {
    @Autowired
    Groups groups;

    private final String name = newName();
    private final String path = "/v1/groups/" + name;

    @Test
    void declarationsAreListedNewestFirstAsTheyWereDeclared() {
        groups.put(name, spec(0), "Drover-Commit", "4f2a9c1").expect(201);
        groups.post(path + "/scale", "{\"size\": 1}").expect(200);
        groups.put(name, spec(1).replace("\"size\": 1", "\"size\": 1, \"max\": 7"))
                .expect(200);

        Answer listed = groups.get(path + "/declarations").expect(200);
        assertThat(listed.items("/generation")).containsExactly("3", "2", "1");
        assertThat(listed.items("/change")).containsExactly("policy", "size", "revision");
        assertThat(listed.items("/size")).containsExactly("1", "1", "0");
        assertThat(listed.items("/revision")).containsOnly("1");
        assertThat(listed.items("/actor")).containsOnly("anonymous");
        assertThat(listed.text("/items/2/provenance/commit")).isEqualTo("4f2a9c1");
        assertThat(listed.json().at("/items/0/provenance").isNull()).isTrue();
        assertThat(listed.text("/items/0/spec/allocation/max")).isEqualTo("7");
        assertThat(listed.json().at("/items/2/spec").has("flavor")).isFalse();
        assertThat(paged(path + "/declarations?limit=1", "/generation")).containsExactly("3", "2", "1");
        groups.remove(name);
        assertThat(groups.get(path + "/declarations").expect(200).items("/generation"))
                .hasSize(3);
    }

    @Test
    void aPageOfLargeSpecsIsShorterRatherThanHuge() {
        String large = "x".repeat(900_000);
        for (int i = 0; i < 6; i++) {
            assertThat(groups.put(name, withInit("\"" + i + large + "\"")).status())
                    .isIn(200, 201);
        }
        Answer first = groups.get(path + "/declarations").expect(200);
        assertThat(first.items("/generation")).hasSize(4);
        assertThat(first.json().path("next").isString()).isTrue();
        assertThat(paged(path + "/declarations?limit=500", "/generation"))
                .containsExactly("6", "5", "4", "3", "2", "1");
        assertThat(groups.get(path + "/revisions").items("/number")).hasSize(4);
        assertThat(paged(path + "/revisions?limit=500", "/number")).containsExactly("6", "5", "4", "3", "2", "1");
    }

    @Test
    void revisionsAreListedWithTheMembersThatAreMadeFromThem() {
        groups.put(name, spec(0)).expect(201);
        groups.put(name, spec(0).replace("good", "better")).expect(200);
        groups.put(name, spec(2)).expect(200);
        groups.converge(name);

        Answer listed = groups.get(path + "/revisions").expect(200);
        assertThat(listed.items("/number")).containsExactly("2", "1");
        assertThat(listed.items("/current")).containsExactly("false", "true");
        assertThat(listed.items("/members")).containsExactly("0", "2");
        assertThat(listed.items("/digest")).allMatch(it -> it.matches("[0-9a-f]{64}"));
        assertThat(listed.items("/instance/properties/image")).containsExactly("better", "good");
        assertThat(listed.json().at("/items/0/flavor").isEmpty()).isTrue();
        assertThat(paged(path + "/revisions?limit=1", "/number")).containsExactly("2", "1");
        assertThat(groups.get(path + "/revisions/2").expect(200).json())
                .isEqualTo(listed.json().at("/items/0"));
        groups.remove(name);
        assertThat(groups.get(path + "/revisions").expect(200).items("/members"))
                .containsExactly("0", "0");
    }

    @Test
    void twoRevisionsAreComparedPlaceByPlaceAndAsText() {
        groups.put(name, spec(0)).expect(201);
        groups.put(name, """
                {"allocation": {"size": 0},
                 "instance": {"provider": "fake", "properties": {"image": "better"}},
                 "flavor": {"provider": "vanilla", "properties": {"tags": {"a/b": "007"}, "init": ["one", "two"]}}}
                """).expect(200);

        Answer diff = groups.get(path + "/revisions/1/diff/2").expect(200);
        assertThat(diff.header("Content-Type")).startsWith("application/json");
        assertThat(diff.json().path("changes").findValuesAsString("pointer"))
                .containsExactly("/flavor/properties", "/flavor/provider", "/instance/properties/image");
        assertThat(diff.json().at("/changes/2").toString())
                .isEqualTo("{\"pointer\":\"/instance/properties/image\",\"before\":\"good\",\"after\":\"better\"}");
        assertThat(diff.json().at("/changes/1/before").isNull()).isTrue();
        String text = """
                --- revision 1
                +++ revision 2
                @@ -1,5 +1,12 @@
                 instance:
                   properties:
                -    image: good
                +    image: better
                   provider: fake
                -flavor: {}
                +flavor:
                +  properties:
                +    init:
                +    - one
                +    - two
                +    tags:
                +      a/b: "007"
                +  provider: vanilla
                """;
        assertThat(diff.text("/text")).isEqualTo(text);
        Answer plain =
                groups.get(path + "/revisions/1/diff/2", "Accept", "text/plain").expect(200);
        assertThat(plain.header("Content-Type")).startsWith("text/plain");
        assertThat(plain.body()).isEqualTo(text);
        assertThat(groups.get(path + "/revisions/1/diff/2", "Accept", "application/yaml")
                        .expect(200)
                        .body())
                .startsWith("---\nfrom: 1");
        assertThat(groups.get(path + "/revisions/2/diff/1").expect(200).text("/text"))
                .contains("\n+    image: good\n");

        Answer same = groups.get(path + "/revisions/2/diff/2").expect(200);
        assertThat(same.json().path("changes").isEmpty()).isTrue();
        assertThat(same.text("/text")).isEmpty();
        assertThat(groups.get(path + "/revisions/2/diff/2", "Accept", "text/plain")
                        .expect(200)
                        .body())
                .isEmpty();
    }

    @Test
    void aRevisionThatIsNotThereIsToldWithThoseThatAre() {
        groups.put(name, spec(0)).expect(201);
        groups.put(name, spec(0).replace("good", "better")).expect(200);
        assertThat(groups.get(path + "/revisions/1/diff/7")
                        .refused(404, "not-found")
                        .text("/detail"))
                .isEqualTo("the group has no revision 7; its revisions are 1, 2");
        groups.get(path + "/revisions/0").refused(404, "not-found");
        groups.get(path + "/revisions/-1/diff/1").refused(404, "not-found");
        groups.get(path + "/revisions/x").refused(400, "malformed");
        groups.get(path + "/revisions/99999999999").refused(400, "malformed");
        groups.get(path + "/revisions/1/diff/1.0").refused(400, "malformed");
        groups.get(path + "/revisions/1/diff/2", "Accept", "text/html").refused(406, "malformed");
    }

    @Test
    void manyLinesAreComparedInTime() {
        groups.put(name, withInit(list("a"))).expect(201);
        groups.put(name, withInit(list("b"))).expect(200);
        assertThat(groups.get(path + "/revisions/1/diff/2", "Accept", "text/plain")
                        .expect(200)
                        .body())
                .startsWith("--- revision 1\n+++ revision 2\n@@ -1,")
                .contains("\n-    - a1\n", "\n+    - b20000\n");
    }

    private static String list(String of) {
        return IntStream.rangeClosed(1, 20_000)
                .mapToObj(it -> "\"" + of + it + "\"")
                .collect(Collectors.joining(","));
    }

    private static String withInit(String lines) {
        return "{\"flavor\": {\"provider\": \"vanilla\", \"properties\": {\"init\": [" + lines + "]}},"
                + spec(0).strip().substring(1);
    }

    @Test
    void actionsTellWhatWasAskedOfTheProvider() {
        groups.provider("fragile").faults().fail(Faults.Call.PROVISION, ProviderFailure.Kind.OUT_OF_CAPACITY);
        groups.put(name, spec("fragile", 1)).expect(201);
        Groups.eventually()
                .until(() ->
                        !groups.get(path + "/actions?state=failed").items("/id").isEmpty());
        JsonNode failed = groups.get(path + "/actions").expect(200).json().at("/items/0");
        assertThat(failed.path("kind").asString()).isEqualTo("provision");
        assertThat(failed.path("state").asString()).isEqualTo("failed");
        assertThat(failed.path("why").asString()).isEqualTo("grow");
        assertThat(failed.path("provider").asString()).isEqualTo("fragile");
        assertThat(failed.path("attempts").asInt()).isEqualTo(1);
        assertThat(failed.path("generation").asLong()).isEqualTo(1);
        assertThat(failed.path("error").toString())
                .isEqualTo("{\"kind\":\"outOfCapacity\",\"message\":\"OUT_OF_CAPACITY on purpose\"}");
        assertThat(failed.path("calledAt").isString()).isTrue();
        assertThat(failed.path("closedAt").isString()).isTrue();

        groups.step(Duration.ofSeconds(11));
        groups.converge(name);
        String member = groups.members(name).getFirst();
        JsonNode done = groups.get(path + "/actions?member=" + member).json().at("/items/0");
        assertThat(done.path("state").asString()).isEqualTo("done");
        assertThat(done.path("attempts").asInt()).isEqualTo(2);
        assertThat(done.path("error").isNull()).isTrue();
        assertThat(groups.get("/v1/members/" + member)
                        .json()
                        .at("/member/labels")
                        .path("drover.token"))
                .isEqualTo(done.path("token"))
                .isEqualTo(done.path("id"));

        groups.remove(name);
        Answer all = groups.get(path + "/actions").expect(200);
        assertThat(all.items("/kind")).containsExactly("destroy", "provision");
        assertThat(all.items("/token")).containsOnly(done.path("token").asString());
        assertThat(all.json().at("/items/0/generation").isNull()).isTrue();
        assertThat(all.text("/items/0/why")).isEqualTo("deleted");
        assertThat(paged(path + "/actions?limit=1", "/id")).isEqualTo(all.items("/id"));
        assertThat(groups.get(path + "/actions?state=failed&state=planned").items("/id"))
                .isEmpty();
        assertThat(groups.get(path + "/actions?state=done&state=planned").items("/id"))
                .hasSize(2);
        assertThat(groups.get(path + "/actions?member=" + name + "-zzzzzz")
                        .expect(200)
                        .items("/id"))
                .isEmpty();
    }

    @Test
    void filtersThatNobodyUnderstands() {
        groups.put(name, spec(0)).expect(201);
        assertThat(groups.get(path + "/actions?state=plannd")
                        .refused(400, "malformed")
                        .text("/detail"))
                .contains("planned, called, done, failed, unknown, cancelled", "did you mean planned?");
        groups.get(path + "/actions?state=").refused(400, "malformed");
        groups.get(path + "/actions?state=%00").refused(400, "malformed");
        groups.get(path + "/actions?member=web").refused(400, "malformed");
        groups.get(path + "/actions?member=other-7k3f9q").refused(400, "malformed");
        for (String list : List.of("/actions", "/declarations", "/revisions")) {
            groups.get(path + list + "?limit=0").refused(400, "malformed");
            groups.get(path + list + "?before=x").refused(400, "malformed");
            groups.get("/v1/groups/" + newName() + list).refused(404, "not-found");
            groups.get("/v1/groups/Web!" + list).refused(404, "not-found");
        }
    }

    @Test
    void anotherGroupOfTheSameNameBeginsItsOwnHistory() {
        groups.put(name, spec(0)).expect(201);
        groups.put(name, spec(0).replace("good", "better")).expect(200);
        groups.remove(name);
        groups.put(name, spec(0)).expect(201);
        assertThat(groups.get(path + "/declarations").items("/generation")).containsExactly("1");
        assertThat(groups.get(path + "/revisions").items("/number")).containsExactly("1");
        assertThat(groups.get(path + "/actions").items("/id")).isEmpty();
    }

    private List<String> paged(String path, String pointer) {
        Answer page = groups.get(path).expect(200);
        List<String> found = new ArrayList<>(page.items(pointer));
        while (page.json().path("next").isString()) {
            page = groups.get(path + "&after=" + page.text("/next")).expect(200);
            found.addAll(page.items(pointer));
        }
        return found;
    }
}
