package dev.drover.infrakit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RpcServerTest {
    private final RpcServer<String> server = new RpcServer<>(
            Map.of(
                    "Group.Size", RpcServerMethod.asks(Sized.class, (call, caller) -> Map.of("ID", call.id + caller)),
                    "Group.SetSize", RpcServerMethod.changes(Sized.class, (call, caller) -> Map.of("Size", call.size)),
                    "Group.Fail",
                            RpcServerMethod.asks(Sized.class, (call, caller) -> {
                                throw new IllegalStateException("it \"failed\"");
                            })),
            e -> "told: " + e.getMessage());

    @ParameterizedTest
    @ValueSource(strings = {"1", "0", "-3", "9223372036854775808", "7647367676188484930", "\"a\\\"b\"", "\"\""})
    void theIdIsEchoedAsItIs(String id) {
        assertThat(answer("{\"jsonrpc\":\"2.0\",\"method\":\"Group.Size\",\"params\":{\"ID\":\"web\"},\"id\":" + id
                        + "}"))
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"result\":{\"ID\":\"web!\"},\"id\":" + id + "}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"id\":\"web\",\"SIZE\":2}", "[{\"Id\":\"web\",\"sIze\":2}]", "{\"ID\":\"web\",\"More\":1}"})
    void namesAreReadInAnyCaseAndParamsMayBeAListOfOne(String params) {
        assertThat(answer("{\"jsonrpc\":\"2.0\",\"method\":\"Group.Size\",\"params\":" + params + ",\"id\":1}"))
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"result\":{\"ID\":\"web!\"},\"id\":1}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "nonsense",
                "[]",
                "null",
                "{\"jsonrpc\":\"2.0\",\"method\":\"Group.Size\",\"params\":{},\"id\":1} {}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"Group.Size\",\"params\":{}}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"Group.Size\",\"params\":{},\"id\":null}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"Group.Size\",\"params\":{},\"id\":{}}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"Group.Size\",\"params\":{},\"id\":1.5}",
                "[{\"jsonrpc\":\"2.0\",\"method\":\"Group.Size\",\"params\":{},\"id\":1}]",
                "\u0000\u0001\u00ff"
            })
    void whatIsNoCallIsAnsweredWithAnErrorThatHasABody(String body) {
        assertThat(answer(body))
                .startsWith("{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32000,\"message\":\"")
                .endsWith("\",\"data\":null},\"id\":null}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"jsonrpc\":\"1.0\",\"method\":\"Group.Size\",\"id\":7}",
                "{\"jsonrpc\":\"2.0\",\"id\":7}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"Group.Nothing\",\"params\":{},\"id\":7}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"Group.Size\",\"params\":3,\"id\":7}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"Group.Size\",\"params\":[{},{}],\"id\":7}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"Group.Size\",\"params\":{\"Size\":\"many\"},\"id\":7}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"Group.SetSize\",\"params\":{},\"id\":7}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"Group.SetSize\",\"id\":7}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"Group.SetSize\",\"params\":[],\"id\":7}"
            })
    void aCallThatCannotBeAnsweredIsAnErrorWithItsId(String body) {
        assertThat(answer(body))
                .startsWith("{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32000,\"message\":\"")
                .endsWith("\",\"data\":null},\"id\":7}");
    }

    @Test
    void whatAMethodThrowsIsToldInWords() {
        assertThat(answer("{\"jsonrpc\":\"2.0\",\"method\":\"Group.Fail\",\"params\":{},\"id\":\"x\"}"))
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32000,\"message\":\"told: it \\\"failed\\\"\","
                        + "\"data\":null},\"id\":\"x\"}");
    }

    @Test
    void depthsThatNobodyMeansAreAnError() {
        assertThat(answer("[".repeat(100_000))).contains("\"error\"");
    }

    private String answer(String body) {
        return new String(server.answer(body.getBytes(StandardCharsets.UTF_8), "!"), StandardCharsets.UTF_8);
    }

    private record Sized(
            @JsonProperty("ID") @Nullable String id,
            @JsonProperty("Size") int size) {}
}
