package dev.drover.web;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The fields of a provenance, each with its header and its limits. */
enum ProvenanceField {
    MESSAGE("message", "Drover-Message", 1000, "Why the change is made."),
    COMMIT("commit", "Drover-Commit", 100, "The commit that it is made from."),
    URL("url", "Drover-Url", 2000, "Where to read about it: an absolute http or https URL.");

    /** No character. */
    private static final String UNREADABLE = "\uFFFF";

    private static final Set<String> SCHEMES = Set.of("http", "https");

    private final String text;
    private final String header;
    private final int longest;
    private final String description;

    ProvenanceField(String text, String header, int longest, String description) {
        this.text = text;
        this.header = header;
        this.longest = longest;
        this.description = description;
    }

    String text() {
        return text;
    }

    String header() {
        return header;
    }

    int longest() {
        return longest;
    }

    String description() {
        return description;
    }

    /** A header's values that say something, as UTF-8: a CI's variable that is not set sends an empty one. */
    static List<String> values(HttpServletRequest request, String header) {
        return Collections.list(request.getHeaders(header)).stream()
                .map(ProvenanceField::decoded)
                .map(String::strip)
                .filter(it -> !it.isEmpty())
                .toList();
    }

    /** The servlet container takes each byte for a character. */
    private static String decoded(String header) {
        ByteBuffer bytes = ByteBuffer.wrap(header.getBytes(StandardCharsets.ISO_8859_1));
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            return UNREADABLE;
        }
    }

    /** What is wrong with a value, as the end of a sentence. */
    Optional<String> wrong(String value) {
        if (value.contains(UNREADABLE)) {
            return Optional.of("is not UTF-8: send it as UTF-8");
        }
        if (value.codePoints().anyMatch(Character::isISOControl)) {
            return Optional.of("must not hold control characters like line breaks: give one line");
        }
        int length = value.codePointCount(0, value.length());
        if (length > longest) {
            return Optional.of("must have at most " + longest + " characters, it has " + length);
        }
        return switch (this) {
            case MESSAGE -> Optional.empty();
            case COMMIT ->
                value.codePoints().anyMatch(it -> Character.isWhitespace(it) || Character.isSpaceChar(it))
                        ? Optional.of("must not hold spaces: give the commit's id")
                        : Optional.empty();
            case URL ->
                isAbsolute(value)
                        ? Optional.empty()
                        : Optional.of("must be an absolute http or https URL, with no user in it");
        };
    }

    private static boolean isAbsolute(String value) {
        try {
            URI uri = new URI(value);
            return uri.getScheme() != null
                    && SCHEMES.contains(uri.getScheme().toLowerCase(Locale.ROOT))
                    && uri.getHost() != null
                    && uri.getUserInfo() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
