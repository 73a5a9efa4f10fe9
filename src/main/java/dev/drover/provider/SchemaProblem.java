package dev.drover.provider;

import com.networknt.schema.Error;
import dev.drover.body.JsonKind;
import dev.drover.body.Shown;
import dev.drover.provider.spi.Violation;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** What the validator found at one place, in our words. */
public final class SchemaProblem {
    /** A keyword of ours: what a value must be, as the end of "it must be". */
    private static final String EXPECTED = "x-expected";
    /** Another: that the values of an {@code enum} are names of what is configured, and of what. */
    public static final String NAMES = "x-names-of";

    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,9}");
    private static final Set<String> BOOLEANS = Set.of("true", "false");

    private final JsonNode schema;
    private final Error error;
    private final JsonNode rule;
    private final JsonNode rules;
    private final JsonNode value;
    private final boolean quotesValues;

    SchemaProblem(JsonNode schema, Error error, List<String> secrets) {
        this.schema = schema;
        this.error = error;
        this.rule = error.getSchemaNode();
        this.rules = rulesAround(schema, error);
        this.value = error.getInstanceNode();
        this.quotesValues = secrets.stream().noneMatch(place()::startsWith);
    }

    /** Whether a field is named that the schema does not have. */
    boolean isUnknownField() {
        return error.getKeyword().equals("additionalProperties") && error.getProperty() != null;
    }

    /** The fields that the schema has where it does not have this one. */
    Collection<String> knownFields() {
        return rules.path("properties").propertyNames();
    }

    /** The name of the field that is missing, or there without need. */
    String field() {
        return String.valueOf(error.getProperty());
    }

    /** The object that should or should not have the field; otherwise the value itself. */
    String place() {
        return error.getInstanceLocation().toString();
    }

    String fieldPointer() {
        return Pointers.child(place(), field());
    }

    boolean isMissingField() {
        return error.getKeyword().equals("required");
    }

    Violation violation() {
        if (isUnknownField()) {
            return ofField("unknown field " + Shown.text(field()) + Suggestion.sentence(field(), knownFields()));
        }
        return switch (error.getKeyword()) {
            case "required" ->
                ofField("is missing"
                        + expected(": it must be ", rules.path("properties").path(field())));
            case "propertyNames" -> ofField("is no possible key here");
            default -> new Violation(place(), sentence());
        };
    }

    private String sentence() {
        return switch (error.getKeyword()) {
            case "type" -> "must be " + wantedTypes() + ", it is " + found() + remedy();
            case "pattern" ->
                "must " + (rules.has(EXPECTED) ? expected("be ", rules) : "match " + rule.stringValue()) + butIs();
            case "enum" -> rules.has(NAMES) ? notConfigured() : "must be one of " + listed(rule) + butIs() + nearest();
            case "const" -> "must be " + Shown.value(rule) + butIs();
            case "minimum" -> "must be at least " + rule + butIs();
            case "maximum" -> "must be at most " + rule + butIs();
            case "exclusiveMinimum" -> "must be more than " + rule + butIs();
            case "exclusiveMaximum" -> "must be less than " + rule + butIs();
            case "minLength", "minItems", "minProperties" -> tooFew();
            case "maxLength", "maxItems", "maxProperties" -> "must have at most " + counted() + ", it has " + size();
            case "uniqueItems" -> "must not hold the same item twice";
            case "oneOf", "anyOf", "not" -> "has no form that is possible here" + expected(": it must be ", rules);
            default -> error.getMessage();
        };
    }

    private Violation ofField(String message) {
        return new Violation(fieldPointer(), message);
    }

    private String butIs() {
        return quotesValues ? ", it is " + Shown.value(value) : "";
    }

    private String expected(String before, JsonNode rules) {
        // References are followed within the schema only, and only for what they say of themselves.
        JsonNode said = rules.has("$ref") ? referred(rules.path("$ref").asString()) : rules;
        return said.has(EXPECTED) ? before + said.path(EXPECTED).asString() : "";
    }

    private JsonNode referred(String reference) {
        return reference.startsWith("#/") ? schema.at(reference.substring(1)) : MissingNode.getInstance();
    }

    private String wantedTypes() {
        if (rules.has(EXPECTED)) {
            return expected("", rules);
        }
        return rule.isArray()
                ? rule.valueStream().map(SchemaProblem::type).collect(Collectors.joining(" or "))
                : type(rule);
    }

    private static String type(JsonNode type) {
        return JsonKind.ofSchema(type.asString()).words();
    }

    private String found() {
        boolean telling = value.isBoolean() || (value.isNumber() && quotesValues);
        return telling ? Shown.value(value) : JsonKind.of(value).words();
    }

    /** How the value comes to have the type that was meant; quotes are the usual cause, or that there are none. */
    private String remedy() {
        if (value.isNull()) {
            return ": leave it out, or give it a value";
        }
        if (rules.has(EXPECTED)) {
            return "";
        }
        if (wants("string") && (value.isNumber() || value.isBoolean())) {
            return ": put it in quotes";
        }
        boolean quoted = value.isString()
                && ((wants("integer") && INTEGER.matcher(value.stringValue()).matches())
                        || (wants("boolean") && BOOLEANS.contains(value.stringValue())));
        return quoted ? ": write it without quotes" : "";
    }

    private boolean wants(String type) {
        return rule.isString() && rule.stringValue().equals(type);
    }

    private String nearest() {
        return value.isString()
                ? Suggestion.sentence(
                        value.stringValue(),
                        rule.valueStream()
                                .filter(JsonNode::isString)
                                .map(JsonNode::stringValue)
                                .toList())
                : "";
    }

    private String notConfigured() {
        String configured = rule.isEmpty() ? "none is" : "configured are " + joined(rule);
        return "no %s %s is configured, %s%s"
                .formatted(rules.path(NAMES).asString(), Shown.value(value), configured, nearest());
    }

    private static String joined(JsonNode names) {
        return names.valueStream().map(JsonNode::asString).collect(Collectors.joining(", "));
    }

    private static String listed(JsonNode values) {
        return values.valueStream().map(Shown::value).collect(Collectors.joining(", "));
    }

    private String tooFew() {
        return rule.asInt() == 1 ? "must not be empty" : "must have at least " + counted() + ", it has " + size();
    }

    private String counted() {
        String unit = value.isString() ? "character" : value.isArray() ? "item" : "field";
        return rule + " " + unit + (rule.asInt() == 1 ? "" : "s");
    }

    private int size() {
        return value.isString()
                ? value.stringValue().codePointCount(0, value.stringValue().length())
                : value.size();
    }

    private static JsonNode rulesAround(JsonNode schema, Error error) {
        var fragment = error.getSchemaLocation().getFragment();
        var parent = fragment == null ? null : fragment.getParent();
        return parent == null ? MissingNode.getInstance() : schema.at(parent.toString());
    }
}
