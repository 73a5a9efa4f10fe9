package dev.drover.application.hostile;

import dev.drover.application.hostile.Hostile.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** Makes the requests from the API's document. */
public final class Corpus {
    private static final Set<String> METHODS = Set.of("GET", "PUT", "POST", "DELETE", "PATCH", "TRACE", "BREW");
    /** As they go over the wire. None is the name of anything. */
    private static final List<String> ODD_NAMES = List.of(
            "NoSuchThing",
            "-x",
            "x".repeat(41),
            "x".repeat(3000),
            "%00",
            "a%00b",
            "..%2f..%2fetc%2fpasswd",
            "%2e%2e",
            "..;",
            "x;jsessionid=1",
            "%ff%fe",
            "%zz",
            "%",
            "a%20b",
            "%F0%9F%90%91",
            "web%27--",
            "%3Cscript%3E",
            "%7B%7Bname%7D%7D",
            "$%7Bjndi:ldap:x%7D",
            "..%5c..%5cx",
            "a%0d%0aSet-Cookie:x",
            "-1",
            "99999999999999999999",
            "a%2Fb",
            "%252e%252e");

    private final JsonNode document;
    private final Map<String, String> values;
    private final int port;
    private final List<Hostile> requests = new ArrayList<>();

    private Corpus(JsonNode document, Map<String, String> values, int port) {
        this.document = document;
        this.values = values;
        this.port = port;
    }

    /**
     * All requests.
     *
     * @param document the OpenAPI document
     * @param values what stands for a variable of a path, so that only one thing is wrong at a time: by the path up to it, as {@code
     *     /v1/groups/{name}}
     */
    public static List<Hostile> of(JsonNode document, Map<String, String> values, int port) {
        return new Corpus(document, values, port).all();
    }

    private List<Hostile> all() {
        document.path("paths").forEachEntry((path, methods) -> {
            methods.forEachEntry((method, described) -> {
                Request good = good(path, method.toUpperCase(Locale.ROOT), described);
                names(good, path);
                parameters(good, described);
                headers(good);
                if (described.has("requestBody")) {
                    bodies(good, described.path("requestBody"));
                }
            });
            methods(path, methods);
        });
        requests.addAll(Wire.requests(port));
        return List.copyOf(requests);
    }

    private Request good(String path, String method, JsonNode described) {
        Request request = Request.of(method + " " + path, method, target(path, ""), port);
        JsonNode example = example(described.path("requestBody"), "application~1json");
        return example.isMissingNode()
                ? request
                : request.header("Content-Type", "application/json").body(example.toString());
    }

    private static JsonNode example(JsonNode body, String type) {
        JsonNode examples = body.at("/content/" + type + "/examples");
        return examples.isEmpty()
                ? examples.path("none")
                : examples.iterator().next().path("value");
    }

    /** The path with the variable {@code odd} left as it is, and the others with their values. */
    private String target(String path, String odd) {
        StringBuilder target = new StringBuilder();
        StringBuilder pattern = new StringBuilder();
        for (String segment : path.substring(1).split("/", -1)) {
            pattern.append('/').append(segment);
            boolean variable = segment.startsWith("{") && !segment.equals(odd);
            target.append('/').append(variable ? values.getOrDefault(pattern.toString(), "1") : segment);
        }
        return target.toString();
    }

    private void names(Request good, String path) {
        for (String segment : path.split("/", -1)) {
            if (segment.startsWith("{")) {
                for (String name : ODD_NAMES) {
                    String shown = name.length() > 50 ? name.length() + " characters" : name;
                    add(good.target(target(path, segment).replace(segment, name)), segment + " is " + shown);
                }
            }
        }
        add(good.target(good.target() + "/../../../../etc/passwd"), "climbs up");
        add(good.target(good.target() + "/%2e%2e/%2e%2e/secret"), "climbs up in disguise");
        add(good.target(good.target() + "/nothing/here/at/all/x"), "goes too far");
        add(good.target(good.target() + "//"), "ends with slashes");
    }

    private void parameters(Request good, JsonNode described) {
        add(good.target(good.target() + "?surprise=1"), "an unknown parameter");
        add(good.target(good.target() + "?%ff=1"), "a parameter that is no UTF-8");
        add(good.target(good.target() + "?%zz=1"), "a parameter that is not percent-encoded");
        add(good.target(good.target() + "?" + "x".repeat(5000) + "=1"), "an endless parameter");
        for (JsonNode parameter : described.path("parameters")) {
            if (parameter.path("in").asString().equals("query")) {
                String name = parameter.path("name").asString();
                for (String value : Parameters.bad(name, parameter.path("schema"))) {
                    add(good.target(good.target() + "?" + name + "=" + value), name + "=" + cut(value));
                }
            }
        }
    }

    private void headers(Request good) {
        add(good.header("Host", "evil.example"), "a foreign Host");
        add(good.header("Host", "127.0.0.1.evil.example:" + port), "a Host that begins like ours");
        add(good.header("Host", "evil.example@127.0.0.1"), "a Host with a user");
        add(good.header("Origin", "https://evil.example"), "a foreign Origin");
        add(good.header("Origin", "null"), "an Origin of a sandbox");
        add(good.header("Sec-Fetch-Site", "cross-site"), "a page of another site");
        add(good.header("Accept", "image/png"), "an Accept of nothing that we have");
        add(good.header("Accept", "///"), "an Accept that is none");
        add(good.header("Accept", "application/json;charset=iso-8859-1"), "an Accept of another charset");
        add(good.header("Accept", manyTypes()), "an Accept of too many types");
        add(good.header("X-Big", "x".repeat(20_000)), "a header of 20,000 characters");
        if (!good.method().equals("GET")) {
            add(good.header("Transfer-Encoding", "gzip"), "an unknown transfer encoding");
        }
    }

    private static String manyTypes() {
        return IntStream.range(0, 60).mapToObj(it -> "application/json;a=" + it).collect(Collectors.joining(", "));
    }

    private void bodies(Request good, JsonNode described) {
        JsonNode json = example(described, "application~1json");
        Bodies.json(json).forEach((why, body) -> add(good.body(body), "JSON: " + why));
        Bodies.spoilt(json).forEach((why, body) -> add(good.body(body), "JSON: " + why));
        Request yaml = good.header("Content-Type", "application/yaml");
        String text = example(described, "application~1yaml").asString();
        Bodies.yaml(text).forEach((why, body) -> add(yaml.body(body), "YAML: " + why));
        for (String type : List.of(
                "text/plain",
                "application/xml",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "nonsense",
                "application/json; charset=klingon",
                "application/octet-stream",
                "*/*",
                "application/")) {
            add(good.header("Content-Type", type), "Content-Type " + type);
        }
        add(good.without("Content-Type"), "no Content-Type");
        add(good.header("Content-Encoding", "gzip").body(Bodies.gzip(json.toString())), "gzip");
        add(good.body(json.toString().getBytes(StandardCharsets.UTF_16)), "UTF-16");
        if (described.path("required").asBoolean(false)) {
            add(good.body(new byte[0]), "no body");
            add(yaml.body("# nothing but a comment\n"), "a body of nothing but a comment");
        }
        add(good.header("Content-Length", String.valueOf(json.toString().length() - 1)), "a body that was cut");
    }

    private void methods(String path, JsonNode known) {
        Set<String> others = new TreeSet<>(METHODS);
        known.propertyNames().forEach(it -> others.remove(it.toUpperCase(Locale.ROOT)));
        for (String method : others) {
            add(Request.of(method + " " + path, method, target(path, ""), port), "a method that it does not have");
        }
    }

    private void add(Request request, String why) {
        requests.add(request.because(why));
    }

    private static String cut(String value) {
        return value.length() > 60 ? value.length() + " characters" : value;
    }

    /** The operations of the document, as {@link Hostile#operation()} names them. */
    public static Set<String> operations(JsonNode document) {
        Set<String> operations = new TreeSet<>();
        document.path("paths")
                .forEachEntry((path, methods) -> operations.addAll(methods.propertyNames().stream()
                        .map(it -> it.toUpperCase(Locale.ROOT) + " " + path)
                        .collect(Collectors.toSet())));
        return operations;
    }
}
