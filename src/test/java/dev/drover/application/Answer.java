package dev.drover.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the service answered. Whatever was asked: no failure of ours, and every refusal is a problem detail. */
record Answer(String request, int status, HttpHeaders headers, String body) {
    private static final JsonMapper JSON = JsonMapper.shared();

    static Answer of(HttpResponse<String> response) {
        String request = response.request().method() + " " + response.uri();
        Answer answer = new Answer(request, response.statusCode(), response.headers(), response.body());
        answer.checkManners();
        return answer;
    }

    private void checkManners() {
        assertThat(status)
                .as("%s: %s", request, body)
                .satisfiesAnyOf(
                        it -> assertThat(it).isLessThan(500),
                        it -> assertThat(it).isIn(502, 504),
                        it -> assertThat(body).contains("/problems/unhealthy"));
        assertThat(body).as(request).doesNotContain("\tat ", "Exception", "org.springframework");
        if (status >= 400 && !body.isEmpty()) {
            assertThat(header("Content-Type")).as("%s: %s", request, body).startsWith("application/problem+json");
            assertThat(json().path("type").asString()).as(request).startsWith("/problems/");
            assertThat(json().path("title").asString()).as(request).isNotBlank();
            assertThat(json().path("detail").asString()).as(request).isNotBlank();
            assertThat(json().path("status").asInt()).as(request).isEqualTo(status);
        }
    }

    JsonNode json() {
        return JSON.readTree(body);
    }

    String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    String text(String pointer) {
        return json().at(pointer).asString();
    }

    /** The texts at this pointer of each item of a page. */
    List<String> items(String pointer) {
        return StreamSupport.stream(json().path("items").spliterator(), false)
                .map(it -> it.at(pointer).asString())
                .toList();
    }

    Answer expect(int expected) {
        assertThat(status).as("%s: %s", request, body).isEqualTo(expected);
        return this;
    }

    /** It is this problem. */
    Answer refused(int expected, String type) {
        expect(expected);
        assertThat(text("/type")).as(body).isEqualTo("/problems/" + type);
        return this;
    }

    List<String> violations() {
        return StreamSupport.stream(json().path("violations").spliterator(), false)
                .map(it -> it.path("pointer").asString())
                .toList();
    }
}
