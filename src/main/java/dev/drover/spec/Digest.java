package dev.drover.spec;

import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What makes a revision: the {@code instance} and {@code flavor} of a spec, as declared, before defaults. The order of keys
 * and the spelling of numbers (RFC 8785: numbers are doubles) do not matter, everything else does.
 *
 * @param value SHA-256 as 64 lower-case hexadecimal digits
 */
public record Digest(String value) {
    /** Of the form that is hashed. It never changes for specs that exist: an upgrade must not roll anybody's machines. */
    private static final byte VERSION = 1;

    private static final List<String> PARTS = List.of("instance", "flavor");
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

    public Digest {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("a digest is 64 lower-case hexadecimal digits, '" + value + "' is not");
        }
    }

    /** The digest of a spec as it was declared. */
    public static Digest of(JsonNode spec) {
        var hashed = JsonNodeFactory.instance.objectNode();
        for (String part : PARTS) {
            if (spec.has(part)) {
                hashed.set(part, spec.get(part));
            }
        }
        return new Digest(CanonicalJson.sha256(VERSION, hashed));
    }

    @Override
    public String toString() {
        return value;
    }
}
