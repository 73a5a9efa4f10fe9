package dev.drover.provider.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.provider.spi.Violation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class PropertyRulesTest {
    @Test
    void everyViolationIsToldAtOnce() {
        assertThat(violations("""
                {
                  "command": [" "],
                  "stopSignal": "STOPP",
                  "stopTimeout": "soon",
                  "env": {"PORT_HTTP": "80", "BAD": "a\\u0000b"},
                  "ports": {"http": 0, "a-b": 7000, "a_b": 7001, "c": 7000}
                }
                """))
                .extracting(Violation::pointer)
                .containsExactlyInAnyOrder(
                        "/command",
                        "/stopSignal",
                        "/stopTimeout",
                        "/env/PORT_HTTP",
                        "/env/BAD",
                        "/ports/http",
                        "/ports/a_b",
                        "/ports/c");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"command\": [\"sleep\", \"600\"]}",
                "{\"command\": [\"{{labels.program}}\"], \"stopSignal\": \"{{labels.signal}}\", \"stopTimeout\": \"{{labels.t}}\"}",
                "{\"command\": [\"x\"], \"stopSignal\": \"SIGINT\", \"stopTimeout\": \"PT1M\"}",
                "{\"command\": [\"x\"], \"env\": {\"PORT_OTHER\": \"1\"}, \"ports\": {\"http\": 18080, \"admin\": 18180}}"
            })
    void whatCanBeRunIsAccepted(String properties) {
        assertThat(violations(properties)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{}", "\"x\"", "{\"command\": \"sleep 600\"}", "{\"command\": [[\"x\"]]}"})
    void whatHasNoCommandIsRefusedEvenIfTheSchemaWasNotAsked(String properties) {
        assertThat(violations(properties)).extracting(Violation::pointer).contains("/command");
    }

    private static List<Violation> violations(String properties) {
        return PropertyRules.violations(JsonMapper.shared().readTree(properties));
    }
}
