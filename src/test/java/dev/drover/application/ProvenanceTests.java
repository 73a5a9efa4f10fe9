package dev.drover.application;

import static dev.drover.application.Groups.newName;
import static dev.drover.application.Groups.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.provider.fake.Faults;
import dev.drover.provider.spi.ProviderFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Where a change comes from is kept with it, and comes back with what it causes. */
@ApplicationTest
class ProvenanceTests {
    @Autowired
    Groups groups;

    @LocalServerPort
    int port;

    private final String name = newName();

    @Test
    void aDeclarationsProvenanceComesBackWithAllThatItCauses() {
        groups.put(
                        name,
                        spec(2),
                        "Drover-Message",
                        "Two for the sale",
                        "Drover-Commit",
                        "4f2a9c1",
                        "Drover-Url",
                        "https://ci.example.org/runs/7?x=1")
                .expect(201);
        groups.converge(name);
        JsonNode said = groups.get("/v1/groups/" + name).json().path("provenance");
        assertThat(said.toString())
                .isEqualTo("{\"message\":\"Two for the sale\",\"commit\":\"4f2a9c1\","
                        + "\"url\":\"https://ci.example.org/runs/7?x=1\"}");
        for (JsonNode event : events()) {
            assertThat(event.path("provenance")).as(event.toString()).isEqualTo(said);
            assertThat(event.path("generation").asLong()).as(event.toString()).isEqualTo(1);
        }
        assertThat(events().stream().map(it -> it.path("type").asString()).toList())
                .contains(
                        "GroupDeclared",
                        "MemberPlanned",
                        "InstanceRequested",
                        "InstanceProvisioned",
                        "ConditionRaised");
        JsonNode history = groups.get("/v1/members/" + groups.members(name).getFirst())
                .json()
                .path("history");
        assertThat(history.findValuesAsString("commit")).hasSize(3).containsOnly("4f2a9c1");
        groups.remove(name);
    }

    @Test
    void whatAScalingAndADeletionCauseIsTheirs() {
        groups.put(name, spec(2), "Drover-Commit", "first").expect(201);
        groups.converge(name);
        groups.post("/v1/groups/" + name + "/scale", "{\"size\": 1, \"provenance\": {\"commit\": \"second\"}}")
                .expect(200);
        groups.converge(name);
        assertThat(commits("GroupScaled", "MemberLeaving", "InstanceDestroyed", "MemberEnded"))
                .hasSize(4)
                .containsOnly("second");
        assertThat(commits("InstanceProvisioned")).containsOnly("first");
        assertThat(groups.get("/v1/groups/" + name).text("/provenance/commit")).isEqualTo("second");

        groups.send("DELETE", "/v1/groups/" + name, BodyPublishers.noBody(), "Drover-Commit", "third")
                .expect(202);
        groups.gone(name);
        assertThat(commits("GroupDeletionRequested")).containsExactly("third");
        assertThat(events().stream()
                        .filter(it -> it.path("generation").isNull())
                        .map(it -> it.path("type").asString())
                        .distinct())
                .contains("MemberLeaving", "InstanceDestroyed", "MemberEnded", "GroupDeleted");
    }

    @Test
    void anAnswerThatComesAfterTheNextDeclarationBelongsToTheOneThatAsked() {
        Faults.Hang hang = groups.provider("fragile").faults().hang(Faults.Call.PROVISION);
        groups.put(name, spec("fragile", 1), "Drover-Commit", "asked").expect(201);
        hang.awaitEntered();
        groups.post("/v1/groups/" + name + "/scale", "{\"size\": 2}", "Drover-Commit", "later")
                .expect(200);
        hang.release();
        groups.converge(name);
        assertThat(events().stream()
                        .filter(it -> it.path("type").asString().equals("InstanceProvisioned"))
                        .map(it -> it.path("generation").asInt() + " "
                                + it.at("/provenance/commit").asString()))
                .containsExactlyInAnyOrder("1 asked", "2 later");
        groups.remove(name);
    }

    @Test
    void aFailureBelongsToTheDeclarationThatAsked() {
        groups.provider("fragile").faults().fail(Faults.Call.PROVISION, ProviderFailure.Kind.RETRYABLE);
        groups.put(name, spec("fragile", 1), "Drover-Commit", "asked").expect(201);
        Groups.eventually().until(() -> !commits("ProvisioningFailed").isEmpty());
        assertThat(commits("ProvisioningFailed")).containsOnly("asked");
        groups.step(Duration.ofSeconds(11));
        groups.converge(name);
        groups.remove(name);
    }

    @Test
    void aDeletionWithoutProvenanceDoesNotBorrowThatOfTheDeclaration() {
        groups.put(name, spec(0), "Drover-Commit", "4f2a9c1").expect(201);
        groups.remove(name);
        assertThat(groups.get("/v1/groups/" + name + "/events?type=GroupDeletionRequested")
                        .json()
                        .at("/items/0/provenance")
                        .isNull())
                .isTrue();
    }

    @Test
    void itIsNoPartOfTheSpecAndChangesNothing() {
        groups.put(name, with(spec(0), "{\"message\": \"one\"}")).expect(201);
        assertThat(groups.get("/v1/groups/" + name + "/spec").json().has("provenance"))
                .isFalse();
        assertThat(groups.put(name, with(spec(0), "{\"message\": \"two\"}"))
                        .expect(200)
                        .text("/change"))
                .isEqualTo("none");
        assertThat(groups.put(name, spec(0), "Drover-Message", "three")
                        .expect(200)
                        .text("/change"))
                .isEqualTo("none");
        assertThat(groups.get("/v1/groups/" + name).text("/provenance/message")).isEqualTo("one");
        groups.put(name, spec(1)).expect(200);
        assertThat(groups.get("/v1/groups/" + name).json().path("provenance").isNull())
                .isTrue();
        groups.remove(name);
    }

    @Test
    void headersAndBodyMayEachSayAPartButNotTwoThings() {
        groups.put(name, with(spec(0), "{\"message\": \"why\", \"commit\": \"a\"}"), "Drover-Commit", "a")
                .expect(201);
        assertThat(groups.get("/v1/groups/" + name).json().path("provenance").toString())
                .isEqualTo("{\"message\":\"why\",\"commit\":\"a\",\"url\":null}");
        Answer refused = groups.put(name, with(spec(1), "{\"commit\": \"a\"}"), "Drover-Commit", "b")
                .refused(422, "validation");
        assertThat(refused.violations()).containsExactly("/provenance/commit");
        assertThat(refused.text("/violations/0/message")).contains("Drover-Commit", "give one of the two");
        groups.post(
                        "/v1/groups/" + name + "/scale",
                        "{\"size\": 1, \"provenance\": {\"commit\": \"a\"}}",
                        "Drover-Commit",
                        "b")
                .refused(422, "validation");
        assertThat(groups.get("/v1/groups/" + name).text("/generation")).isEqualTo("1");
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnceWithTheRestOfTheSpec() {
        Answer refused = groups.put(
                        name,
                        with(spec(0), "{\"url\": \"/runs/7\", \"comit\": \"a\"}")
                                .replace("\"size\"", "\"sise\""),
                        "Drover-Message",
                        "m".repeat(1001),
                        "Drover-Commit",
                        "two words")
                .refused(422, "validation");
        assertThat(refused.violations())
                .containsExactly(
                        "/allocation/sise",
                        "/provenance/comit",
                        "/provenance/commit",
                        "/provenance/message",
                        "/provenance/url");
        assertThat(refused.body())
                .contains(
                        "the header Drover-Commit must not hold spaces",
                        "the header Drover-Message must have at most 1000 characters, it has 1001",
                        "must be an absolute http or https URL");
        groups.get("/v1/groups/" + name).refused(404, "not-found");

        groups.put(name, spec(0)).expect(201);
        Answer scale = groups.post(
                        "/v1/groups/" + name + "/scale",
                        "{\"size\": -1, \"provenance\": {\"message\": 5, \"x\": 1}}",
                        "Drover-Url",
                        "ftp://example.org")
                .refused(422, "validation");
        assertThat(scale.violations())
                .containsExactly("/provenance/message", "/provenance/url", "/provenance/x", "/size");
        groups.send(
                        "DELETE",
                        "/v1/groups/" + name,
                        BodyPublishers.noBody(),
                        "Drover-Url",
                        "https://u:p@example.org",
                        "Drover-Commit",
                        "c".repeat(101))
                .refused(422, "validation");
        assertThat(groups.get("/v1/groups/" + name).text("/state")).isEqualTo("active");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://",
                "http:example.org",
                "javascript:alert(1)",
                "https://exa mple.org/",
                "https://example.org/\\u0007",
                "https://me@example.org/",
                "//example.org/"
            })
    void aUrlThatLeadsNowhere(String url) {
        assertThat(groups.put(name, with(spec(0), "{\"url\": \"" + url + "\"}"))
                        .refused(422, "validation")
                        .violations())
                .containsExactly("/provenance/url");
    }

    @ParameterizedTest
    @ValueSource(strings = {"two\\nlines", "a\\u0007bell", "a\\ttab", "\\u0085next"})
    void controlCharactersAreRefused(String message) {
        assertThat(groups.put(name, with(spec(0), "{\"message\": \"a" + message + "\"}"))
                        .refused(422, "validation")
                        .violations())
                .containsExactly("/provenance/message");
    }

    @Test
    void aBodyWhoseProvenanceIsNoObject() {
        assertThat(groups.put(name, with(spec(0), "\"4f2a9c1\""))
                        .refused(422, "validation")
                        .violations())
                .containsExactly("/provenance");
    }

    @Test
    void aHeaderIsReadAsUtf8() throws IOException {
        groups.put(name, spec(0)).expect(201);
        assertThat(scale(1, "Drover-Message: größer für 牛 🐄", StandardCharsets.UTF_8))
                .contains(" 200 ");
        assertThat(groups.get("/v1/groups/" + name).text("/provenance/message")).isEqualTo("größer für 牛 🐄");
        assertThat(scale(2, "Drover-Message: größer", StandardCharsets.ISO_8859_1))
                .contains(" 422 ", "the header Drover-Message is not UTF-8");
        assertThat(scale(2, "Drover-Message: a\r\nDrover-Message: b", StandardCharsets.UTF_8))
                .contains(" 422 ", "is given 2 times");
        assertThat(scale(2, "Drover-Message: a\tb", StandardCharsets.UTF_8)).contains(" 422 ");
        assertThat(scale(2, "Drover-Message: a\u0001b", StandardCharsets.UTF_8)).contains(" 4");
        assertThat(scale(0, "Drover-Message: ", StandardCharsets.UTF_8)).contains(" 200 ");
        assertThat(groups.get("/v1/groups/" + name).json().path("provenance").isNull())
                .isTrue();
        groups.remove(name);
    }

    /** Java's own client sends headers in ASCII only. */
    private String scale(int size, String headers, Charset charset) throws IOException {
        String body = "{\"size\": " + size + "}";
        String request = "POST /v1/groups/" + name + "/scale HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n" + headers + "\r\n\r\n"
                + body;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(request.getBytes(charset));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private List<JsonNode> events() {
        JsonNode items = groups.get("/v1/groups/" + name + "/events?limit=500")
                .expect(200)
                .json()
                .path("items");
        return StreamSupport.stream(items.spliterator(), false).toList();
    }

    /** Of the events of these types, newest first. */
    private List<String> commits(String... types) {
        return events().stream()
                .filter(it -> List.of(types).contains(it.path("type").asString()))
                .map(it -> it.at("/provenance/commit").asString("none"))
                .toList();
    }

    private static String with(String spec, String provenance) {
        return JsonMapper.shared()
                .readTree(spec)
                .asObject()
                .set("provenance", JsonMapper.shared().readTree(provenance))
                .toString();
    }
}
