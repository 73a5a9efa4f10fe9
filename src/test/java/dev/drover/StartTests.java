package dev.drover;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@Import(TestDatabase.class)
@Tag("postgres")
class StartTests {
    @LocalServerPort
    int port;

    @Test
    void itIsReadyAndKeepsOtherSitesOut() throws Exception {
        assertThat(get("/actuator/health/readiness", "none").body()).contains("UP");
        assertThat(get("/v1/groups", "cross-site").statusCode()).isEqualTo(403);
    }

    private HttpResponse<String> get(String path, String site) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Sec-Fetch-Site", site)
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }
}
