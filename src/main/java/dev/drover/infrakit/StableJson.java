package dev.drover.infrakit;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * JSON exactly as Go's {@code json.MarshalIndent(value, "  ", "  ")} writes a value that was read into maps: the bytes that
 * InfraKit's configuration hash is made of. No writer of a JSON library can be told all of this.
 */
final class StableJson {
    private final StringBuilder text = new StringBuilder();

    private StableJson() {}

    static String text(Shapes.PluginSpec plugin) {
        StableJson json = new StableJson();
        json.text.append("{");
        json.line(1);
        json.string("Plugin");
        json.text.append(": ");
        json.string(plugin.plugin() == null ? "" : plugin.plugin());
        json.text.append(",");
        json.line(1);
        json.string("Properties");
        json.text.append(": ");
        json.value(plugin.properties(), 1);
        json.line(0);
        return json.text.append("}").toString();
    }

    private void value(@Nullable JsonNode node, int depth) {
        if (node == null || node.isNull() || node.isMissingNode()) {
            text.append("null");
        } else if (node.isObject()) {
            object(node, depth);
        } else if (node.isArray()) {
            array(node, depth);
        } else if (node.isNumber()) {
            text.append(number(node.doubleValue()));
        } else if (node.isBoolean()) {
            text.append(node.booleanValue());
        } else {
            string(node.asString());
        }
    }

    /** Keys in the order of their bytes. */
    private void object(JsonNode node, int depth) {
        List<Map.Entry<String, JsonNode>> fields = node.properties().stream()
                .sorted((one, other) -> Arrays.compareUnsigned(bytes(one.getKey()), bytes(other.getKey())))
                .toList();
        if (fields.isEmpty()) {
            text.append("{}");
            return;
        }
        text.append("{");
        for (Iterator<Map.Entry<String, JsonNode>> each = fields.iterator(); each.hasNext(); ) {
            Map.Entry<String, JsonNode> field = each.next();
            line(depth + 1);
            string(field.getKey());
            text.append(": ");
            value(field.getValue(), depth + 1);
            text.append(each.hasNext() ? "," : "");
        }
        line(depth);
        text.append("}");
    }

    private void array(JsonNode node, int depth) {
        if (node.isEmpty()) {
            text.append("[]");
            return;
        }
        text.append("[");
        for (Iterator<JsonNode> each = node.iterator(); each.hasNext(); ) {
            line(depth + 1);
            value(each.next(), depth + 1);
            text.append(each.hasNext() ? "," : "");
        }
        line(depth);
        text.append("]");
    }

    private void line(int depth) {
        text.append("\n  ").append("  ".repeat(depth));
    }

    /** A 64-bit float in its shortest form; with an exponent only below 1e-6 and from 1e21 on, as ECMAScript has it. */
    private static String number(double value) {
        double size = Math.abs(value);
        BigDecimal shortest = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        if (size == 0) {
            return Double.doubleToRawLongBits(value) < 0 ? "-0" : "0";
        }
        if (size >= 1e-6 && size < 1e21) {
            return shortest.toPlainString();
        }
        int exponent = shortest.precision() - shortest.scale() - 1;
        String digits = shortest.movePointLeft(exponent)
                .setScale(Math.max(0, shortest.precision() - 1), RoundingMode.UNNECESSARY)
                .toPlainString();
        return digits + "e" + (exponent < 0 ? "-" : "+") + Math.abs(exponent);
    }

    private void string(String value) {
        text.append('"');
        value.codePoints().forEach(this::character);
        text.append('"');
    }

    private void character(int point) {
        switch (point) {
            case '"' -> text.append("\\\"");
            case '\\' -> text.append("\\\\");
            case '\n' -> text.append("\\n");
            case '\r' -> text.append("\\r");
            case '\t' -> text.append("\\t");
            default -> {
                boolean escaped = point < 0x20
                        || point == '<'
                        || point == '>'
                        || point == '&'
                        || point == 0x2028
                        || point == 0x2029;
                if (escaped) {
                    text.append("\\u%04x".formatted(point));
                } else {
                    text.appendCodePoint(point >= 0xD800 && point <= 0xDFFF ? 0xFFFD : point);
                }
            }
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
