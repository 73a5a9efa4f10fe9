package dev.drover.body;

import dev.drover.body.MalformedBody.Place;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;

/** Reads JSON (RFC 8259) without any of the liberties that parsers take. */
final class JsonBody {
    // Beyond what the builder allows, so that its sentences are the ones that are read.
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(TreeBuilder.MAX_DEPTH + 1)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private JsonBody() {}

    static JsonNode read(String text) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
            return read(parser);
        } catch (JacksonException e) {
            throw MalformedBody.at(place(e.getLocation()), "this is no JSON: " + e.getOriginalMessage() + hint(text));
        }
    }

    private static JsonNode read(JsonParser parser) {
        var tree = new TreeBuilder();
        do {
            report(parser, parser.nextToken(), tree);
        } while (tree.built() == null);
        if (parser.nextToken() != null) {
            throw MalformedBody.at(place(parser), "the body goes on after its object: remove what follows");
        }
        return Objects.requireNonNull(tree.built());
    }

    private static void report(JsonParser parser, JsonToken token, TreeBuilder tree) {
        switch (token) {
            case START_OBJECT -> tree.startObject(place(parser));
            case START_ARRAY -> tree.startArray(place(parser));
            case END_OBJECT, END_ARRAY -> tree.end();
            case PROPERTY_NAME -> tree.key(parser.getString(), place(parser));
            case VALUE_STRING -> tree.string(parser.getString(), place(parser));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> tree.number(parser.getString(), place(parser));
            case VALUE_TRUE -> tree.bool(true);
            case VALUE_FALSE -> tree.bool(false);
            case VALUE_NULL -> tree.nothing();
            case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> throw new IllegalStateException("no token of JSON: " + token);
        }
    }

    private static Place place(JsonParser parser) {
        return place(parser.currentTokenLocation());
    }

    private static Place place(@Nullable TokenStreamLocation location) {
        if (location == null) {
            return new Place(1, 1);
        }
        return new Place(Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
    }

    private static String hint(String text) {
        return "{[".indexOf(text.strip().charAt(0)) >= 0 ? "" : "; for YAML send 'Content-Type: application/yaml'";
    }
}
