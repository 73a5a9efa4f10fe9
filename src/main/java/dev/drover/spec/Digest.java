package dev.drover.spec;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.erdtman.jcs.JsonCanonicalizer;
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
        var sha256 = sha256();
        sha256.update(VERSION);
        return new Digest(HexFormat.of().formatHex(sha256.digest(canonical(hashed))));
    }

    private static byte[] canonical(JsonNode tree) {
        try {
            return new JsonCanonicalizer(tree.toString()).getEncodedUTF8();
        } catch (IOException e) {
            throw new IllegalArgumentException("no canonical JSON: " + e.getMessage(), e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
