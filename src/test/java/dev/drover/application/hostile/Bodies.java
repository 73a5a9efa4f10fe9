package dev.drover.application.hostile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Bodies that nobody should send: good ones with one thing wrong, and such as are wrong for every operation. */
final class Bodies {
    private static final JsonMapper JSON = JsonMapper.shared();

    private Bodies() {}

    /** What is no JSON object, or is hard to read. */
    static Map<String, byte[]> json(JsonNode good) {
        Map<String, byte[]> bodies = new LinkedHashMap<>();
        text(bodies, "a blank", " ");
        text(bodies, "half an object", "{\"name\": ");
        text(bodies, "an array", "[" + good + "]");
        text(bodies, "a number", "3");
        text(bodies, "a string", "\"web\"");
        text(bodies, "null", "null");
        text(bodies, "true", "true");
        text(bodies, "two values", good + " " + good);
        text(bodies, "a trailing comma", good.toString().replaceFirst("}$", ",}"));
        text(bodies, "a comment", "/* hello */" + good);
        text(bodies, "single quotes", "{'a': 1}");
        text(bodies, "NaN", "{\"size\": NaN}");
        text(bodies, "a duplicate key", "{\"a\": 1, \"a\": 2}");
        text(bodies, "a duplicate key that is escaped", "{\"a\": 1, \"\\u0061\": 2}");
        text(bodies, "a key of a NUL", with(good, "\u0000", "1"));
        text(bodies, "half a surrogate", with(good, "x\\ud800", "1"));
        text(bodies, "100,000 arrays in each other", "{\"a\": " + "[".repeat(100_000));
        text(bodies, "100,000 objects in each other", "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000));
        text(
                bodies,
                "5,000 well-formed arrays in each other",
                "{\"a\": " + "[".repeat(5_000) + "]".repeat(5_000) + "}");
        text(bodies, "a huge exponent", "{\"a\": 1e999999999}");
        text(bodies, "a number of 100,000 digits", "{\"a\": " + "9".repeat(100_000) + "}");
        text(bodies, "a key of 100,000 characters", with(good, "k".repeat(100_000), "1"));
        text(bodies, "20,000 unknown keys", many(20_000));
        text(bodies, "a prototype", with(good, "__proto__", "{\"size\": 1}"));
        text(bodies, "2 MiB", "{\"a\": \"" + "x".repeat(2 << 20) + "\"}");
        text(bodies, "2 MiB of blanks", good + " ".repeat(2 << 20));
        bodies.put("bytes that are no UTF-8", new byte[] {'{', '"', (byte) 0xff, (byte) 0xfe, '"', ':', '1', '}'});
        bodies.put("an overlong UTF-8 quote", new byte[] {'{', (byte) 0xc0, (byte) 0xa2, 'a', '"', ':', '1', '}'});
        bodies.put("Latin-1", "{\"näme\": 1}".getBytes(StandardCharsets.ISO_8859_1));
        bodies.put("NULs", new byte[1000]);
        return bodies;
    }

    /** What is no YAML mapping, or is hard to read. */
    static Map<String, byte[]> yaml(String good) {
        Map<String, byte[]> bodies = new LinkedHashMap<>();
        text(bodies, "a list", "- a\n- b\n");
        text(bodies, "a scalar", "web");
        text(bodies, "an open bracket", "a: [");
        text(bodies, "a tab", "\ta: 1");
        text(bodies, "two documents", good + "\n---\n" + good);
        text(bodies, "a duplicate key", "a: 1\na: 2\n");
        text(bodies, "an anchor and an alias", "a: &x 1\nb: *x\n");
        text(bodies, "an alias of nothing", "a: *nothing\n");
        text(bodies, "an anchor in itself", "a: &x [*x]\n");
        text(bodies, "a merge key", "a: &x {b: 1}\nc:\n  <<: *x\n");
        text(bodies, "a bomb of aliases", bomb());
        text(bodies, "a Java class", "a: !!java.net.URLClassLoader [[!!java.net.URL [\"http://127.0.0.1:1/\"]]]\n");
        text(bodies, "a script engine", "!!javax.script.ScriptEngineManager [a]\n");
        text(bodies, "a binary", "a: !!binary aGVsbG8=\n");
        text(bodies, "a tag of its own", "a: !mine b\n");
        text(bodies, "a key that is a mapping", "? {a: 1}\n: b\n");
        text(bodies, "a key that is null", "~: 1\n");
        text(bodies, "20,000 brackets in each other", "a: " + "[".repeat(20_000) + "]".repeat(20_000));
        text(bodies, "5,000 indentations", indented(5_000));
        text(bodies, "a directive of the future", "%YAML 9.9\n---\na: 1\n");
        text(bodies, "a control character", "a: \u0007\n");
        text(bodies, "infinity", good + "\nzzz: .inf\n");
        bodies.put("bytes that are no UTF-8", new byte[] {'a', ':', ' ', (byte) 0xff, (byte) 0xfe, '\n'});
        return bodies;
    }

    static byte[] gzip(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** The good body with one value of a wrong type, or one field that nobody knows, wherever there can be one. */
    static Map<String, String> spoilt(JsonNode good) {
        Map<String, String> spoilt = new LinkedHashMap<>();
        for (String pointer : pointers(good)) {
            JsonNode value = good.at(pointer);
            JsonNode wrong = value.isContainer()
                    ? JSON.valueToTree(true)
                    : JSON.createObjectNode().put("a", 1);
            spoilt.put(pointer + " of a wrong type", changed(good, pointer, it -> {}, wrong));
            if (value.isObject() && !free(pointer)) {
                spoilt.put(
                        pointer + " with an unknown field", changed(good, pointer, it -> it.put("surprise", 1), null));
            }
            if (value.isNumber()) {
                spoilt.put(pointer + " negative", changed(good, pointer, it -> {}, JSON.valueToTree(-7)));
                spoilt.put(pointer + " a fraction", changed(good, pointer, it -> {}, JSON.valueToTree(1.5)));
                spoilt.put(pointer + " huge", changed(good, pointer, it -> {}, JSON.readTree("99999999999999999999")));
            }
        }
        spoilt.put("an unknown field", changed(good, "", it -> it.put("surprise", 1), null));
        return spoilt;
    }

    /** Whose fields users name. */
    private static boolean free(String pointer) {
        return pointer.matches(".*/(labels|env|ports|tags)");
    }

    private static String changed(
            JsonNode good, String pointer, Consumer<ObjectNode> change, @Nullable JsonNode wrong) {
        JsonNode copy = good.deepCopy();
        if (wrong == null) {
            change.accept((ObjectNode) copy.at(pointer));
            return copy.toString();
        }
        int slash = pointer.lastIndexOf('/');
        JsonNode parent = copy.at(pointer.substring(0, slash));
        String last = pointer.substring(slash + 1).replace("~1", "/").replace("~0", "~");
        if (parent instanceof ObjectNode object) {
            object.set(last, wrong);
        } else {
            ((ArrayNode) parent).set(Integer.parseInt(last), wrong);
        }
        return copy.toString();
    }

    private static List<String> pointers(JsonNode node) {
        List<String> pointers = new ArrayList<>();
        collect(node, "", pointers);
        return pointers;
    }

    private static void collect(JsonNode node, String pointer, List<String> pointers) {
        if (pointer.equals("/request/properties")) {
            return; // of a provider that is not named: they can be anything
        }
        if (!pointer.isEmpty()) {
            pointers.add(pointer);
        }
        node.forEachEntry((name, value) ->
                collect(value, pointer + "/" + name.replace("~", "~0").replace("/", "~1"), pointers));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            collect(node.get(i), pointer + "/" + i, pointers);
        }
    }

    private static String with(JsonNode good, String key, String value) {
        return "{\"" + key + "\": " + value + "," + good.toString().substring(1);
    }

    private static String many(int keys) {
        StringBuilder text = new StringBuilder("{\"a\": 1");
        for (int i = 0; i < keys; i++) {
            text.append(", \"k").append(i).append("\": 1");
        }
        return text.append('}').toString();
    }

    private static String bomb() {
        StringBuilder text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            text.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(10)));
        }
        return text.toString();
    }

    private static String indented(int depth) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < depth && text.length() < 900_000; i++) {
            text.append(" ".repeat(Math.min(i, 400))).append("- \n");
        }
        return text.toString();
    }

    private static void text(Map<String, byte[]> bodies, String name, String text) {
        bodies.put(name, text.getBytes(StandardCharsets.UTF_8));
    }
}
