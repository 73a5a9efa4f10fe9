package dev.drover.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class DigestTest {
    private static final String SPEC = """
            {"instance": {"provider": "docker", "properties": {"image": "nginx:1.29", "cpus": 1, "ports": [80, 443]}},
             "flavor": {"provider": "vanilla", "properties": {"tags": {"role": "web"}}}}
            """;

    /** These never change: they are stored, and another value would roll everybody's machines. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {} | e6a9d8dbd2b2941a6b6c47bf7910f0a6ee0b08d47c3462ab727ae2d73bc005da
            {"instance":{"provider":"process"}} | 452d946832dc11bb28fd7025820fe0d22676fa38a454adf7799c4e227be59e73
            {"instance":{"provider":"process","properties":{"b":1,"a":[1.5,true,null,"é€"]}},"flavor":{"provider":"vanilla"}} | 996e3e40ff9890d47b989607c0eaa78a530d8f6f6300a4e30dfeff0c9cc57fd7
            """)
    void digestsAreKnown(String spec, String digest) {
        assertThat(digest(spec).value()).isEqualTo(digest);
    }

    @ParameterizedTest
    @ValueSource(strings = {"""
                {"flavor": {"properties": {"tags": {"role": "web"}}, "provider": "vanilla"},
                 "instance": {"properties": {"ports": [80, 443], "cpus": 1, "image": "nginx:1.29"}, "provider": "docker"}}
                """, """
                {"instance": {"provider": "docker", "properties": {"image": "nginx:1.29", "cpus": 1.0, "ports": [8e1, 443.00]}},
                 "flavor": {"provider": "vanilla", "properties": {"tags": {"role": "web"}}}}
                """, """
                {"name": "web", "labels": {"a": "b"}, "allocation": {"size": 3}, "health": {"startup": "1m"}, "repair": {},
                 "instance": {"provider": "docker", "properties": {"image": "nginx:1.29", "cpus": 1, "ports": [80, 443]}},
                 "flavor": {"provider": "vanilla", "properties": {"tags": {"role": "\\u0077eb"}}}}
                """})
    void neitherOrderNorSpellingNorOtherPartsMatter(String same) {
        assertThat(digest(same)).isEqualTo(digest(SPEC));
    }

    @Test
    void everythingElseMatters() {
        var others = List.of(
                SPEC.replace("1.29", "1.30"),
                SPEC.replace("[80, 443]", "[443, 80]"),
                SPEC.replace("\"cpus\": 1", "\"cpus\": 2"),
                SPEC.replace("\"cpus\": 1", "\"cpus\": 1.000001"),
                SPEC.replace("\"cpus\": 1", "\"cpus\": \"1\""),
                SPEC.replace("\"cpus\": 1", "\"cpus\": null"),
                SPEC.replace("\"cpus\": 1,", ""),
                SPEC.replace("docker", "Docker"),
                SPEC.replace("\"properties\": {\"tags\": {\"role\": \"web\"}}", "\"properties\": {}"),
                "{\"instance\": {\"provider\": \"docker\"}}",
                "{\"instance\": {\"provider\": \"docker\", \"properties\": {}}}",
                "{\"instance\": {\"provider\": \"docker\"}, \"flavor\": {\"provider\": \"vanilla\"}}");
        assertThat(others.stream().map(DigestTest::digest))
                .doesNotHaveDuplicates()
                .doesNotContain(digest(SPEC));
    }

    private static Digest digest(String spec) {
        return Digest.of(JsonMapper.shared().readTree(spec));
    }
}
