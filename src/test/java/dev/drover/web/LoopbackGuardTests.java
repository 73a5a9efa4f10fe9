package dev.drover.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import tools.jackson.databind.json.JsonMapper;

class LoopbackGuardTests {
    private final LoopbackGuard guard =
            new LoopbackGuard(new WebSettings(List.of("drover.example.org")), new EarlyRefusals(new JsonMapper()));

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost", "LocalHost:8080", "127.0.0.1:8080", "[::1]", "[::1]:8080", "drover.example.org:443"
            })
    void answersToItsOwnNames(String host) throws Exception {
        assertThat(answer("GET", "/v1/groups", host, null, null).getStatus()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "localhost.evil.example:8080",
                "evil.example:80#localhost",
                "[::2]:8080",
                "[::1",
                ""
            })
    void refusesForeignNames(String host) throws Exception {
        MockHttpServletResponse answer = answer("GET", "/swagger-ui.html", host, null, null);

        assertThat(answer.getStatus()).isEqualTo(403);
        assertThat(answer("GET", "/problems/validation", host, null, null).getStatus())
                .isEqualTo(403);
        assertThat(answer.getContentType()).startsWith("application/problem+json");
        assertThat(answer.getContentAsString())
                .contains("\"type\":\"/problems/forbidden\"", "add the name to drover.web.allowed-hosts");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "null", "http://localhost.evil.example", "not a uri"})
    void refusesOtherSitesPages(String origin) throws Exception {
        assertThat(answer("POST", "/anything", "localhost", origin, null).getStatus())
                .isEqualTo(403);
        assertThat(answer("GET", "/v1/groups", "localhost", origin, null).getStatus())
                .isEqualTo(403);
        assertThat(answer("OPTIONS", "/v1/groups", "localhost", origin, null).getStatus())
                .isEqualTo(403);
    }

    @Test
    void refusesWhatTheBrowserCallsCrossSite() throws Exception {
        assertThat(answer("GET", "/v1/groups", "localhost", null, "cross-site").getStatus())
                .isEqualTo(403);
        assertThat(answer("GET", "/%76%31/groups", "localhost", null, "cross-site")
                        .getStatus())
                .isEqualTo(403);
        assertThat(answer("DELETE", "/elsewhere", "localhost", null, "cross-site")
                        .getStatus())
                .isEqualTo(403);
    }

    @Test
    void letsOwnPagesProgramsAndLinksIn() throws Exception {
        assertThat(answer("POST", "/v1/groups", "localhost:8080", "http://localhost:8080", "same-origin")
                        .getStatus())
                .isEqualTo(200);
        assertThat(answer("POST", "/v1/groups", "localhost:8080", null, null).getStatus())
                .isEqualTo(200);
        assertThat(answer("GET", "/swagger-ui.html", "localhost:8080", null, "cross-site")
                        .getStatus())
                .isEqualTo(200);
    }

    @Test
    void listensOnTheLoopbackOnly() throws Exception {
        LoopbackOnly.require(InetAddress.ofLiteral("127.0.0.1"));
        LoopbackOnly.require(InetAddress.ofLiteral("::1"));

        assertThatThrownBy(() -> LoopbackOnly.require(InetAddress.ofLiteral("0.0.0.0")))
                .isInstanceOf(FailureAnalyzedException.class)
                .hasMessageContaining("loopback only");
        assertThatThrownBy(() -> LoopbackOnly.require(null)).isInstanceOf(FailureAnalyzedException.class);
    }

    private MockHttpServletResponse answer(
            String method, String path, String host, @Nullable String origin, @Nullable String site) throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest(method, path);
        request.addHeader("Host", host);
        if (origin != null) {
            request.addHeader("Origin", origin);
        }
        if (site != null) {
            request.addHeader("Sec-Fetch-Site", site);
        }
        MockHttpServletResponse response = new MockHttpServletResponse();
        guard.doFilter(request, response, new MockFilterChain());
        return response;
    }
}
