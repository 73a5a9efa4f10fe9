package dev.drover.web;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** Pages for people, which programs can have as JSON or YAML. */
public final class Pages {
    /** What their mappings produce: HTML for whoever does not ask for anything else. */
    public static final String HTML = MediaType.TEXT_HTML_VALUE;

    public static final String JSON = MediaType.APPLICATION_JSON_VALUE;
    public static final String YAML = MediaType.APPLICATION_YAML_VALUE;

    private Pages() {}

    /** The answer with the headers that a page needs. */
    public static <T extends Rendered> ResponseEntity<T> answer(T page) {
        return ResponseEntity.ok()
                .header("Content-Security-Policy", Html.POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .body(page);
    }
}
