package dev.drover.infrakit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import org.apache.commons.codec.binary.Base32;

/**
 * InfraKit's own mark of a configuration: machines that carry it as the tag {@code infrakit.config.hash} were made from these
 * declarations of an instance and a flavor.
 */
public final class ConfigurationHash {
    /** The tag that carries it. */
    public static final String TAG = "infrakit.config.hash";

    private ConfigurationHash() {}

    /** SHA-1 over the stable text of both, in base 32 without padding, in lower case: 32 characters. */
    public static String of(Shapes.PluginSpec instance, Shapes.PluginSpec flavor) {
        MessageDigest sha1 = sha1();
        sha1.update(StableJson.text(instance).getBytes(StandardCharsets.UTF_8));
        sha1.update(StableJson.text(flavor).getBytes(StandardCharsets.UTF_8));
        return new Base32()
                .encodeToString(sha1.digest())
                .toLowerCase(Locale.ROOT)
                .replace("=", "");
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
