package dev.drover.body;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads bodies strictly: what two readers could take for two different things is refused. The caller limits their length.
 */
public final class SpecBodies {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private SpecBodies() {}

    /**
     * Reads the one object that a body holds.
     *
     * @throws MalformedBody if it holds anything else
     */
    public static ObjectNode read(byte[] body, BodyFormat format) {
        String text = text(body);
        if (text.isBlank()) {
            throw new MalformedBody("the body is empty: send an object as JSON or YAML");
        }
        var tree = switch (format) {
            case JSON -> JsonBody.read(text);
            case YAML -> YamlBody.read(text);
        };
        if (tree instanceof ObjectNode object) {
            return object;
        }
        throw new MalformedBody(
                "the body must be an object, it is " + JsonKind.of(tree).words());
    }

    private static String text(byte[] body) {
        var bytes = ByteBuffer.wrap(body);
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
            return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new MalformedBody("the body is not UTF-8 from byte " + bytes.position() + " on: send it as UTF-8");
        }
    }
}
