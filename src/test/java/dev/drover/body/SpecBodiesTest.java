package dev.drover.body;

import static dev.drover.body.BodyFormat.JSON;
import static dev.drover.body.BodyFormat.YAML;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class SpecBodiesTest {
    private static final int MEBIBYTE = 1 << 20;

    @Test
    void jsonAndYamlSayTheSame() {
        var json = read("""
                {"name": "web", "allocation": {"size": 3}, "x": [1.5, true, null, "é€😀", -7, 12345678901]}
                """, JSON);
        var yaml = read("""
                # a comment
                name: web
                allocation:
                  size: 3
                x: [1.5, true, ~, "é€😀", -7, 12345678901]
                """, YAML);

        assertThat(yaml).isEqualTo(json);
        assertThat(read("\uFEFF" + json, JSON)).isEqualTo(json);
        assertThat(read(json.toString(), YAML)).isEqualTo(json);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', ignoreLeadingAndTrailingWhitespace = true, textBlock = """
            yes | "yes"
            on | "on"
            2026-01-31 | "2026-01-31"
            2026-01-31T10:00:00Z | "2026-01-31T10:00:00Z"
            1_000 | "1_000"
            12:30 | "12:30"
            '017' | "017"
            "true" | "true"
            !x | REFUSED
            0x1F | 31
            0o17 | 15
            1e3 | 1000
            1.0 | 1
            -0 | 0
            +5 | 5
            .5 | 0.5
            0.1 | 0.1
            True | true
            NULL | null
            9007199254740992 | 9007199254740992
            """)
    void yamlScalarsFollowTheCoreSchema(String scalar, String json) {
        if (json.equals("REFUSED")) {
            assertThatThrownBy(() -> read("a: " + scalar, YAML)).isInstanceOf(MalformedBody.class);
        } else {
            assertThat(read("a: " + scalar, YAML)).isEqualTo(read("{\"a\": " + json + "}", JSON));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', ignoreLeadingAndTrailingWhitespace = true, textBlock = """
            {"a": 1, "a": 2}           | line 1, column 10: the key 'a' is given twice: remove one of the two
            {"a": {"b": 1, "\\u0062": 2}} | line 1, column 16: the key 'b' is given twice: remove one of the two
            {"a": 1} {}                | line 1, column 10: the body goes on after its object: remove what follows
            {"a": "\\u0000"}           | line 1, column 7: a string must not hold the character U+0000: remove it
            {"a": "\\ud800"}           | line 1, column 7: a string holds half of a surrogate pair: write the whole character
            {"a": 1e400}               | line 1, column 7: the number 1e400 is too large or too exact to be kept as it is: write it as a string
            {"a": 1e1000000000000}     | line 1, column 7: the number 1e1000000000000 is too large or too exact to be kept as it is: write it as a string
            {"a": 9007199254740993}    | line 1, column 7: the number 9007199254740993 is too large or too exact to be kept as it is: write it as a string
            {"a": 0.1000000000000000000001} | line 1, column 7: the number 0.1000000000000000000001 is too large or too exact to be kept as it is: write it as a string
            [1]                        | the body must be an object, it is a list
            "web"                      | the body must be an object, it is a string
            null                       | the body must be an object, it is null
            """)
    void jsonThatTwoReadersCouldTakeForTwoThingsIsRefused(String body, String message) {
        assertThatThrownBy(() -> read(body, JSON))
                .isInstanceOf(MalformedBody.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{", "{\"a\"", "{\"a\": 1,}", "{'a': 1}", "{a: 1}", "{\"a\": 01}", "{\"a\": NaN}", "{\"a\": +1}",
                        "{\"a\": .5}",
                "{\"a\": \"\t\"}", "{\"a\": 1} x", "{\"a\": 1}]", "// c\n{}", "{\"a\": undefined}", "\u0000",
                        "{\"a\": tru}", "]", "{]"
            })
    void whatIsNoJsonIsRefusedWithItsPlace(String body) {
        assertThatThrownBy(() -> read(body, JSON))
                .isInstanceOf(MalformedBody.class)
                .hasMessageStartingWith("line ");
    }

    @Test
    void yamlSentAsJsonIsTold() {
        assertThatThrownBy(() -> read("name: web", JSON))
                .hasMessageEndingWith("for YAML send 'Content-Type: application/yaml'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', ignoreLeadingAndTrailingWhitespace = true, textBlock = """
            {a: 1, "a": 2}        | line 1, column 8: the key 'a' is given twice: remove one of the two
            {a: &x 1, b: *x}      | line 1, column 14: aliases are not possible: write the value out where it is used
            {<<: {a: 1}}          | line 1, column 2: merge keys are not possible: write the fields out
            {a: !!str 5}          | line 1, column 5: tags like '!!str' are not possible: put a string in quotes instead
            {a: !!python/object x} | line 1, column 5: tags like '!!str' are not possible: put a string in quotes instead
            {a: !!set {b, c}}     | line 1, column 5: tags like '!!str' are not possible: put a string in quotes instead
            {? [a] : 1}           | line 1, column 4: a key must be a string: write it on one line, in quotes if need be
            {a: .inf}             | line 1, column 5: JSON has no number .inf: put it in quotes if it is a string
            {a: -.INF}            | line 1, column 5: JSON has no number -.INF: put it in quotes if it is a string
            {a: .nan}             | line 1, column 5: JSON has no number .nan: put it in quotes if it is a string
            {a: 1e400}            | line 1, column 5: the number 1e400 is too large or too exact to be kept as it is: write it as a string
            {a: 0755}             | line 1, column 5: '0755' is octal to some readers and decimal to others: put it in quotes if it is a string, or remove the leading zeros
            {a: "\\0"}            | line 1, column 5: a string must not hold the character U+0000: remove it
            - a                   | the body must be an object, it is a list
            web                   | the body must be an object, it is a string
            # nothing             | the body is empty: send an object as JSON or YAML
            """)
    void yamlThatSaysMoreThanJsonIsRefused(String body, String message) {
        assertThatThrownBy(() -> read(body, YAML))
                .isInstanceOf(MalformedBody.class)
                .hasMessage(message);
    }

    @Test
    void aLongScalarIsANumberOnlyIfItLooksLikeOne() {
        String digits = "1234567890".repeat(7);
        for (String number : List.of(digits, "-" + digits, "0x" + digits, "0." + digits, digits + "e-1")) {
            assertThatThrownBy(() -> read("a: " + number, YAML))
                    .hasMessage("line 1, column 4: a number has at most 64 characters: write it as a string");
        }
        for (String text : List.of(digits + "x", "abc" + digits, digits + "." + digits + ".")) {
            assertThat(read("a: " + text, YAML).path("a").stringValue()).isEqualTo(text);
        }
    }

    @Test
    void oneDocumentIsEnough() {
        assertThatThrownBy(() -> read("a: 1\n---\nb: 2\n", YAML))
                .hasMessage("line 2, column 1: a second document begins: send one document");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: [",
                "a: b: c",
                "\tx: 1",
                "a: 'x",
                "a: 1\n b: 2",
                "%YAML 9.9\n---\na: 1",
                "a: \u0007",
                "}",
                "{a: 1"
            })
    void whatIsNoYamlIsRefused(String body) {
        assertThatThrownBy(() -> read(body, YAML)).isInstanceOf(MalformedBody.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  \n ", "\uFEFF"})
    void anEmptyBodyIsRefused(String body) {
        for (var format : BodyFormat.values()) {
            assertThatThrownBy(() -> read(body, format))
                    .hasMessage("the body is empty: send an object as JSON or YAML");
        }
    }

    @Test
    void onlyUtf8IsRead() {
        assertThatThrownBy(() -> SpecBodies.read("{\"a\": \"é\"}".getBytes(ISO_8859_1), JSON))
                .hasMessage("the body is not UTF-8 from byte 7 on: send it as UTF-8");
        assertThatThrownBy(() -> SpecBodies.read("{}".getBytes(UTF_16), JSON)).isInstanceOf(MalformedBody.class);
    }

    @Test
    void nestingHasALimit() {
        for (var format : BodyFormat.values()) {
            assertThat(read("{\"a\":" + "[".repeat(99) + "]".repeat(99) + "}", format))
                    .isNotNull();
            assertThatThrownBy(() -> read("{\"a\":" + "[".repeat(100) + "]".repeat(100) + "}", format))
                    .hasMessage("line 1, column 105: the body is nested deeper than 100 levels: make it flatter");
        }
    }

    @Test
    void aHugeBodyIsNeverSlow() {
        var bodies = new String[] {
            "[".repeat(MEBIBYTE),
            "{\"a\":".repeat(MEBIBYTE / 5),
            "- ".repeat(MEBIBYTE / 2),
            "? ".repeat(MEBIBYTE / 2),
            "{\"a\": " + "9".repeat(MEBIBYTE) + "}",
            "{\"a\": 1e" + "9".repeat(MEBIBYTE) + "}",
            "{\"a\": 0x" + "f".repeat(MEBIBYTE) + "}",
            "{\"a\": 0." + "0".repeat(MEBIBYTE) + "1}",
            "a: &a [x]\nb: &b [*a, *a]\n",
            "{" + "a,".repeat(MEBIBYTE / 2) + "}",
            "\"".repeat(MEBIBYTE),
            "a: |\n" + " \n".repeat(MEBIBYTE / 2) + "b",
        };
        for (String body : bodies) {
            for (var format : BodyFormat.values()) {
                Assertions.assertTimeout(Duration.ofSeconds(30), () -> survives(body.getBytes(UTF_8), format));
            }
        }
    }

    @Test
    void whateverIsSentIsReadOrRefused() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        byte[] valid = "{\"a\": [1, \"x\", {\"b\": null}], 'c': é, # x\n d: |\n  e\n}".getBytes(UTF_8);
        for (int i = 0; i < 5_000; i++) {
            byte[] body = valid.clone();
            for (int change = random.nextInt(1, 6); change > 0; change--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }
            for (var format : BodyFormat.values()) {
                assertThat(survives(body, format))
                        .as("seed %d, round %d", seed, i)
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, JSON",
        "application/json;charset=UTF-8, JSON",
        "application/merge-patch+json, JSON",
        "application/yaml, YAML",
        "application/x-yaml, YAML",
        "text/yaml, YAML",
        "APPLICATION/YAML, YAML",
        ", ",
        "text/plain, ",
        "nonsense, ",
        "application/x-www-form-urlencoded, "
    })
    void theContentTypeNamesTheFormat(String contentType, BodyFormat format) {
        assertThat(BodyFormat.of(contentType).orElse(null)).isEqualTo(format);
    }

    private static boolean survives(byte[] body, BodyFormat format) {
        try {
            return SpecBodies.read(body, format) != null;
        } catch (MalformedBody refused) {
            return refused.getMessage() != null;
        }
    }

    private static ObjectNode read(String body, BodyFormat format) {
        return SpecBodies.read(body.getBytes(UTF_8), format);
    }
}
