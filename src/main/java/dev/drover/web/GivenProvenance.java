package dev.drover.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * What a request says of its provenance, in headers and in the field {@code provenance} of its body. Declare the headers with
 * {@link TakesProvenance}.
 *
 * @param provenance null if nothing is said
 * @param violations what is wrong with it, with pointers into the body also where a header is meant
 */
public record GivenProvenance(@Nullable Provenance provenance, List<Problem.Violation> violations) {
    /** The field of a body. */
    public static final String FIELD = "provenance";

    public GivenProvenance {
        violations = List.copyOf(violations);
    }

    /** Of a request whose body has no such field. */
    public static GivenProvenance of(HttpServletRequest request) {
        return of(request, MissingNode.getInstance());
    }

    /**
     * Of a request with a body.
     *
     * @param body all of it; a field in it that is no string is passed over, for the body's schema speaks of it
     */
    public static GivenProvenance of(HttpServletRequest request, JsonNode body) {
        List<Problem.Violation> violations = new ArrayList<>();
        String message = read(ProvenanceField.MESSAGE, request, body, violations);
        String commit = read(ProvenanceField.COMMIT, request, body, violations);
        String url = read(ProvenanceField.URL, request, body, violations);
        boolean nothing = message == null && commit == null && url == null;
        return new GivenProvenance(nothing ? null : new Provenance(message, commit, url), violations);
    }

    private static @Nullable String read(
            ProvenanceField field, HttpServletRequest request, JsonNode body, List<Problem.Violation> violations) {
        List<String> headers = ProvenanceField.values(request, field.header());
        Optional<String> inHeader = headers.stream().findFirst();
        Optional<String> inBody = given(body.path(FIELD).path(field.text()));
        wrong(field, headers, inBody)
                .ifPresent(it -> violations.add(new Problem.Violation("/" + FIELD + "/" + field.text(), it)));
        return inHeader.or(() -> inBody).orElse(null);
    }

    private static Optional<String> given(JsonNode value) {
        return Optional.of(value)
                .filter(JsonNode::isString)
                .map(it -> it.stringValue().strip())
                .filter(it -> !it.isEmpty());
    }

    private static Optional<String> wrong(ProvenanceField field, List<String> headers, Optional<String> inBody) {
        String header = "the header " + field.header();
        if (headers.size() > 1) {
            return Optional.of(header + " is given " + headers.size() + " times: give it once");
        }
        Optional<String> inHeader = headers.stream().findFirst();
        return inHeader.flatMap(field::wrong)
                .map(it -> header + " " + it)
                .or(() -> inBody.flatMap(field::wrong))
                .or(() -> inHeader.filter(
                                it -> inBody.isPresent() && !inBody.get().equals(it))
                        .map(it -> "differs from " + header + ": give one of the two, or the same in both"));
    }

    /**
     * The provenance of a request in which nothing else can be wrong.
     *
     * @throws Problem if anything is wrong with it
     */
    public @Nullable Provenance orRefuse() {
        if (!violations.isEmpty()) {
            throw new Problem(
                    ProblemType.VALIDATION,
                    (violations.size() == 1 ? "one thing is" : violations.size() + " things are")
                            + " wrong with the provenance; nothing was changed",
                    violations);
        }
        return provenance;
    }
}
