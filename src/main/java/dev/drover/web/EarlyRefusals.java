package dev.drover.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Writes the problem details of requests that do not come as far as a controller. */
@Component
class EarlyRefusals {
    private final JsonMapper json;

    EarlyRefusals(JsonMapper json) {
        this.json = json;
    }

    void write(HttpServletResponse response, ProblemType type, String detail) throws IOException {
        response.setStatus(type.status().value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream()
                .write(json.writeValueAsBytes(new Refusal(
                        "/problems/" + type.text(), type.title(), type.status().value(), detail)));
    }

    private record Refusal(String type, String title, int status, String detail) {}
}
