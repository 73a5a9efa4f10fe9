package dev.drover.spec;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.erdtman.jcs.JsonCanonicalizer;
import tools.jackson.databind.JsonNode;

/** JSON as RFC 8785 writes it, hashed: neither the order of keys nor the spelling of numbers matters. */
public final class CanonicalJson {
    private CanonicalJson() {}

    /**
     * SHA-256 of a version and a tree, as 64 lower-case hexadecimal digits.
     *
     * @param version of the form that is hashed, so that another form never gives the same digest
     */
    public static String sha256(byte version, JsonNode tree) {
        var sha256 = sha256();
        sha256.update(version);
        return HexFormat.of().formatHex(sha256.digest(canonical(tree)));
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
}
