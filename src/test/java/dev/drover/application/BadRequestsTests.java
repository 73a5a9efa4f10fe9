package dev.drover.application;

import static dev.drover.application.Groups.newName;
import static dev.drover.application.Groups.spec;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Bad input never makes a 5xx: {@link Answer} checks it for every request of every test. */
@ApplicationTest
class BadRequestsTests {
    @Autowired
    Groups groups;

    private final String name = newName();

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "[]", "3", "{\"a\": 1, \"a\": 2}", "{} {}", "null", "{\"size\": 1e999999}"})
    void aBodyThatIsNoJsonObject(String body) {
        int status = groups.put(name, body).status();
        assertThat(status).isIn(400, 422);
        groups.post("/v1/groups/" + name + "/scale", body);
        groups.post("/v1/groups", body);
        groups.get("/v1/groups/" + name).refused(404, "not-found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a: 1\na: 2", "a: [", "- 1", "a: &b 1\nc: *b", "a: !!java.util.Date 1", "\ta: 1"})
    void aBodyThatIsNoYamlObject(String body) {
        groups.put(name, body, "Content-Type", "application/yaml").refused(400, "malformed");
    }

    @Test
    void bytesThatAreNoText() {
        byte[] bytes = {'{', '"', (byte) 0xff, (byte) 0xfe, '"', ':', '1', '}'};
        send("PUT", "/v1/groups/" + name, bytes, "Content-Type", "application/json")
                .refused(400, "malformed");
    }

    @Test
    void charactersThatTheDatabaseCannotStore() {
        String spec = spec(0);
        assertThat(groups.put(name, spec.replace("good", "\\u0000")).status()).isIn(400, 422);
        assertThat(groups.put(name, spec.replace("\"image\"", "\"im\\u0000age\""))
                        .status())
                .isIn(400, 422);
        assertThat(groups.put(
                                name,
                                "{\"labels\": {\"a\": \"\\u0000\"},"
                                        + spec.strip().substring(1))
                        .status())
                .isIn(400, 422);
        assertThat(groups.put(
                                name,
                                "{\"labels\": {\"a\": \"\\ud800\"},"
                                        + spec.strip().substring(1))
                        .status())
                .isIn(400, 422);
        groups.get("/v1/groups?label=a=%00x").refused(400, "malformed");
        groups.get("/v1/groups?label=x%00=a").refused(400, "malformed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/xml",
                "application/x-www-form-urlencoded",
                "multipart/form-data",
                "multipart/form-data; boundary=x",
                "nonsense",
                "application/octet-stream"
            })
    void aBodyOfAnotherType(String type) {
        groups.put(name, spec(0), "Content-Type", type).refused(415, "unsupported-media-type");
        groups.post("/v1/groups", spec(0), "Content-Type", type).refused(415, "unsupported-media-type");
        groups.post("/v1/groups/" + name + "/scale", "{\"size\": 1}", "Content-Type", type)
                .refused(415, "unsupported-media-type");
    }

    @Test
    void aBodyThatIsTooLarge() {
        byte[] body = ("{\"a\": \"" + "x".repeat(1 << 20) + "\"}").getBytes(StandardCharsets.UTF_8);
        send("PUT", "/v1/groups/" + name, body, "Content-Type", "application/json")
                .refused(413, "too-large");
        groups.send(
                        "PUT",
                        "/v1/groups/" + name,
                        BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)),
                        "Content-Type",
                        "application/json")
                .refused(413, "too-large");
        groups.send("POST", "/v1/groups", BodyPublishers.ofByteArray(body), "Content-Type", "application/yaml")
                .refused(413, "too-large");
    }

    @Test
    void aQueryParameterThatNobodyKnows() {
        groups.get("/v1/groups?labels=a=b").refused(400, "malformed");
        groups.get("/v1/groups/" + name + "?verbose=true").refused(400, "malformed");
        groups.get("/v1/groups/" + name + "/wait?timout=1s").refused(400, "malformed");
        groups.send("PUT", "/v1/groups/" + name + "?dry=true", BodyPublishers.ofString(spec(1)))
                .refused(400, "malformed");
        groups.get("/v1/groups/" + name).refused(404, "not-found");
        assertThat(groups.get("/v1/groups?labels=a=b").text("/detail")).contains("labels", "label");
    }

    @Test
    void parametersOfTheWrongKind() {
        groups.get("/v1/groups?limit=0").refused(400, "malformed");
        groups.get("/v1/groups?limit=501").refused(400, "malformed");
        groups.get("/v1/groups?limit=many").refused(400, "malformed");
        groups.get("/v1/groups?limit=99999999999").refused(400, "malformed");
        groups.get("/v1/groups?converged=maybe").refused(400, "malformed");
        groups.get("/v1/groups?label=team").refused(400, "malformed");
        groups.get("/v1/groups?label==x").refused(400, "malformed");
        groups.get("/v1/groups/" + name + "/wait?generation=x").refused(400, "malformed");
        groups.get("/v1/groups/" + name + "/wait?until=tomorrow").refused(400, "malformed");
        groups.get("/v1/groups/" + name + "/wait?timeout=soon").refused(400, "malformed");
        groups.get("/v1/groups/" + name + "/wait?timeout=-1s").refused(400, "malformed");
        groups.get("/v1/groups/" + name + "/wait?timeout=61s").refused(400, "malformed");
    }

    @Test
    void cursorsThatNobodyGave() {
        groups.put(name, spec(0)).expect(201);
        List<String> cursors = List.of(
                "!",
                "",
                "YQ",
                encoded("x y"),
                encoded("5.-5"),
                encoded("99999999999999999999.1"),
                encoded("+999999999-01-01T00:00:00Z 5"),
                encoded("-999999999-01-01T00:00:00Z 5"),
                encoded("2026-01-01T00:00:00Z x"),
                encoded("2026-01-01T00:00:00Z 1-1-1-1-1"),
                encoded("2026-01-01T00:00:00Z 5.-5"),
                encoded("2026-01-01T00:00:00Z 99999999999999999999.1"),
                encoded("+999999999-01-01T00:00:00Z 5.5"),
                encoded("-5"),
                encoded("99999999999999999999"),
                encoded("\0"),
                encoded("web\0"));
        for (String path : List.of(
                "/v1/groups",
                "/v1/events",
                "/v1/groups/" + name + "/members",
                "/v1/groups/" + name + "/events",
                "/v1/groups/" + name + "/actions",
                "/v1/groups/" + name + "/declarations",
                "/v1/groups/" + name + "/revisions")) {
            cursors.forEach(
                    it -> assertThat(groups.get(path + "?after=" + it).status()).isIn(200, 400));
            groups.get(path + "?after=!").refused(400, "malformed");
            groups.get(path + "?after=" + encoded("\0")).refused(400, "malformed");
        }
    }

    @Test
    void whatIsNotThere() {
        groups.get("/v1/groups/" + name).refused(404, "not-found");
        groups.get("/v1/groups/" + name + "/spec").refused(404, "not-found");
        groups.get("/v1/groups/" + name + "/members").refused(404, "not-found");
        groups.get("/v1/groups/" + name + "/events").refused(404, "not-found");
        groups.get("/v1/groups/" + name + "/wait").refused(404, "not-found");
        groups.get("/v1/groups/Web!").refused(404, "not-found");
        groups.delete("/v1/groups/" + name).refused(404, "not-found");
        groups.delete("/v1/groups/Web!").refused(404, "not-found");
        groups.post("/v1/groups/" + name + "/scale", "{\"size\": 1}").refused(404, "not-found");
        groups.get("/v1/members/" + name + "-7k3f9q").refused(404, "not-found");
        groups.get("/v1/members/nonsense").refused(404, "not-found");
        groups.get("/v1/nonsense").refused(404, "not-found");
        groups.get("/nonsense").refused(404, "not-found");
        assertThat(groups.get("/v1/groups/" + name).text("/detail")).contains(name);
    }

    @Test
    void methodsThatAPathDoesNotHave() {
        assertThat(groups.delete("/v1/groups").refused(405, "malformed").header("Allow"))
                .contains("GET", "POST");
        groups.post("/v1/groups/" + name, "{}").refused(405, "malformed");
        groups.put(name + "/spec", "{}").refused(405, "malformed");
        groups.delete("/v1/members/web-7k3f9q").refused(405, "malformed");
        groups.send("TRACE", "/v1/groups", BodyPublishers.noBody()).expect(405);
    }

    @Test
    void anAnswerOfAnotherKindIsNotToBeHad() {
        groups.get("/v1/groups", "Accept", "text/csv").refused(406, "malformed");
        groups.put(name, spec(0), "Accept", "text/csv").status();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/groups/%2e%2e/x",
                "/v1/groups/a;b=c",
                "//v1/groups",
                "/v1/groups/%00",
                "/v1/groups/%F0%9F%90%84"
            })
    void pathsThatLeadNowhere(String path) {
        assertThat(groups.get(path).status()).isIn(400, 404);
    }

    private Answer send(String method, String path, byte[] body, String... headers) {
        return groups.send(method, path, BodyPublishers.ofByteArray(body), headers);
    }

    private static String encoded(String cursor) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(("after:" + cursor).getBytes(StandardCharsets.UTF_8));
    }
}
