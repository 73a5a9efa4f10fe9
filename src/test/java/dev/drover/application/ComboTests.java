package dev.drover.application;

import static dev.drover.application.Groups.eventually;
import static dev.drover.application.Groups.newName;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;

/** Groups whose members run several flavors at once. */
@ApplicationTest
class ComboTests {
    @Autowired
    Groups groups;

    @TempDir
    private Path folder;

    private final String name = newName();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile int secondAnswers = 202;
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            asked.add(path);
            exchange.sendResponseHeaders(path.equals("/second") ? secondAnswers : 200, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void theInitLinesOfAllRunInOrderOnARealProcessAndItIsDrainedFromTheLastToTheFirst() throws IOException {
        Path log = folder.resolve("log");
        int port = server.getAddress().getPort();
        groups.put(name, """
                {"allocation": {"size": 1},
                 "instance": {"provider": "process", "properties": {"command": ["sleep", "600"]}},
                 "flavor": {"provider": "combo", "properties": {"flavors": [
                   {"provider": "vanilla", "properties": {
                     "tags": {"role": "web"}, "init": ["echo first {{member.index}} >> %1$s"],
                     "drain": {"http": {"port": %2$d, "path": "/first"}}}},
                   {"provider": "vanilla", "properties": {
                     "tags": {"tier": "front"}, "init": ["echo second {{labels.role}} >> %1$s"],
                     "drain": {"http": {"port": %2$d, "path": "/second"}}}}]}}}
                """.formatted(log, port)).expect(201);
        groups.converge(name);
        assertThat(Files.readAllLines(log)).containsExactly("first 0", "second web");
        String member = groups.members(name).getFirst();
        Answer made = groups.get("/v1/members/" + member).expect(200);
        assertThat(made.text("/member/labels/role")).isEqualTo("web");
        assertThat(made.text("/member/labels/tier")).isEqualTo("front");

        groups.delete("/v1/groups/" + name).expect(202);
        eventually().until(() -> {
            groups.step(Duration.ofSeconds(1));
            return asked.size() > 2;
        });
        assertThat(asked).containsOnly("/second");
        assertThat(groups.members(name)).containsExactly(member);

        secondAnswers = 200;
        eventually().until(() -> {
            groups.step(Duration.ofSeconds(1));
            return asked.contains("/first");
        });
        groups.gone(name);
        assertThat(asked).containsOnlyOnce("/first").endsWith("/second", "/first");
    }

    @Test
    void whatIsWrongIsSaidAtOnceWhereItIsAndNothingIsDeclared() {
        Answer refused = groups.put(name, spec("""
                {"provider": "vanilla", "properties": {"tags": {"role": "web"}, "inti": []}},
                {"provider": "vanila"},
                {"provider": "combo", "properties": {"flavors": []}},
                {"provider": "vanilla", "properties": {"tags": {"role": "db", "drover.x": "y"}, "init": ["{{nope}}", 1]}},
                {"properties": {}}
                """)).refused(422, "validation");

        String flavors = "/flavor/properties/flavors/";
        assertThat(refused.violations())
                .containsExactlyInAnyOrder(
                        flavors + "0/properties/inti",
                        flavors + "1/provider",
                        flavors + "2/provider",
                        flavors + "3/properties/init/0",
                        flavors + "3/properties/init/1",
                        flavors + "3/properties/tags/drover.x",
                        flavors + "3/properties/tags/role",
                        flavors + "4/provider");
        assertThat(refused.body())
                .contains("did you mean 'init'?", "did you mean 'vanilla'?", "a combo holds no combo")
                .contains("the tag 'role' has another value in flavor 1, 'vanilla': keep one of the two");
        groups.get("/v1/groups/" + name).refused(404, "not-found");
        assertThat(groups.post("/v1/groups/" + name + "/plan", spec("{\"provider\": \"vanila\"}"))
                        .refused(422, "validation")
                        .violations())
                .containsExactly(flavors + "0/provider");
        for (String properties : List.of("{}", "{\"flavors\": []}", "{\"flavors\": {}}", "{\"flavors\": [7]}")) {
            groups.put(name, spec("").replaceFirst("\\{\"flavors\": \\[\\s*]}", properties))
                    .refused(422, "validation");
        }
    }

    @Test
    void aLabelOfTheGroupIsNoTagOfAFlavorInAComboEither() {
        String twice = spec("{\"provider\": \"vanilla\", \"properties\": {\"tags\": {\"team\": \"shop\"}}}")
                .replaceFirst("\\{", "{\"labels\": {\"team\": \"shop\"}, ");
        assertThat(groups.put(name, twice).refused(422, "validation").violations())
                .containsExactly("/labels/team");
        String attached = spec(
                "{\"provider\": \"vanilla\", \"properties\": {\"attachments\": [{\"id\": \"a\", \"type\": \"b\"}]}}");
        assertThat(groups.put(name, attached.replace("\"fake\", \"properties\": {\"image\": \"good\"}", """
                        "process", "properties": {"command": ["true"]}\
                        """))
                        .refused(422, "validation")
                        .violations())
                .containsExactly("/flavor/properties");
    }

    @Test
    void itIsForetoldAndRolledLikeAnyOther() {
        String one =
                spec("{\"provider\": \"vanilla\", \"properties\": {\"init\": [\"one\"]}}, {\"provider\": \"vanilla\"}");
        String two = one.replace("one", "two");
        assertThat(groups.post("/v1/groups/" + name + "/plan", one).expect(200).text("/counts/provision"))
                .isEqualTo("2");
        groups.put(name, one).expect(201);
        groups.converge(name);

        Answer plan = groups.post("/v1/groups/" + name + "/plan", two).expect(200);
        assertThat(plan.text("/change")).isEqualTo("revision");
        assertThat(plan.text("/counts/provision")).isEqualTo("2");
        assertThat(plan.text("/counts/drain")).isEqualTo("0");
        assertThat(plan.text("/counts/destroy")).isEqualTo("2");
        groups.put(name, two).expect(200);
        groups.converge(name);
        assertThat(groups.provider("fake").provisioned().stream()
                        .filter(it -> name.equals(it.labels().get("drover.group")))
                        .map(it -> String.join(" ", it.init())))
                .containsExactly("one", "one", "two", "two");
        groups.remove(name);
    }

    @Test
    void itCanBeAskedAsEveryFlavor() {
        Answer shown = groups.get("/v1/flavors/combo").expect(200);
        assertThat(shown.text("/type")).isEqualTo("combo");
        assertThat(shown.json().path("schema").findValues("const")).isNotEmpty();

        String flavors = """
                {"properties": {"flavors": [
                  {"provider": "vanilla", "properties": {"init": ["one"], "tags": {"a": "b"}}},
                  {"provider": "vanilla", "properties": {"init": ["two"], "tags": {"a": "%s"}}}]}}
                """;
        groups.post("/v1/flavors/combo/validate", flavors.formatted("b")).expect(200);
        assertThat(groups.post("/v1/flavors/combo/validate", flavors.formatted("c"))
                        .refused(422, "validation")
                        .violations())
                .containsExactly("/properties/flavors/1/properties/tags/a");
        Answer prepared =
                groups.post("/v1/flavors/combo/prepare", flavors.formatted("b")).expect(200);
        assertThat(prepared.json().path("init").toString()).isEqualTo("[\"one\",\"two\"]");
        assertThat(prepared.text("/labels/a")).isEqualTo("b");
        assertThat(groups.post("/v1/flavors/combo/healthy", """
                        {"properties": {"flavors": [{"provider": "vanilla"}]}, "instance": {"id": "x"}}
                        """).expect(200).text("/health"))
                .isEqualTo("noOpinion");
    }

    @Test
    void theWalkOfThePageWorksAsItIsWritten() throws Exception {
        new Walk(Path.of("docs/flavors/combo.md"), groups.address()).type();
    }

    private static String spec(String flavors) {
        return """
                {"allocation": {"size": 2}, "instance": {"provider": "fake", "properties": {"image": "good"}},
                 "flavor": {"provider": "combo", "properties": {"flavors": [%s]}}}
                """.formatted(flavors);
    }
}
