package dev.drover.web;

import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.http.ProblemDetail;

/** Ends a request with a problem detail. Its message is a sentence that says what to do. */
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ProblemType type;
    private final transient List<Violation> violations;

    public Problem(ProblemType type, String detail) {
        this(type, detail, List.of());
    }

    /** @param violations everything that is wrong, sorted by pointer */
    public Problem(ProblemType type, String detail, List<Violation> violations) {
        super(detail);
        this.type = type;
        this.violations = List.copyOf(violations);
    }

    public ProblemType type() {
        return type;
    }

    /** What is wrong, if that can be listed. */
    public List<Violation> violations() {
        return violations;
    }

    /** All of it in one text, for those who can be shown nothing else. */
    public String text() {
        String all = violations.stream()
                .map(it -> "; " + it.pointer() + ": " + it.message())
                .collect(Collectors.joining());
        return getMessage() + all;
    }

    ProblemDetail body() {
        ProblemDetail body = ProblemDetail.forStatusAndDetail(type.status(), String.valueOf(getMessage()));
        body.setType(URI.create("/problems/" + type.text()));
        body.setTitle(type.title());
        if (!violations.isEmpty()) {
            body.setProperty("violations", violations);
        }
        return body;
    }

    /** One thing that is wrong. {@code pointer} is a JSON Pointer into the body. */
    public record Violation(String pointer, String message) {}
}
