package dev.drover.body;

import dev.drover.body.MalformedBody.Place;
import java.util.Objects;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import tools.jackson.databind.JsonNode;

/**
 * Reads YAML 1.2 with the core schema, as far as it says the same as JSON: one document, no aliases, no tags. Jackson's own
 * reader is passed over: it hides the tags, and takes {@code 1_000} for a number and {@code 1e400} for a string.
 */
final class YamlBody {
    private static final LoadSettings SETTINGS =
            LoadSettings.builder().setUseMarks(true).build();

    private final TreeBuilder tree = new TreeBuilder();
    private boolean document;

    private YamlBody() {}

    static JsonNode read(String text) {
        var body = new YamlBody();
        try {
            new Parse(SETTINGS).parseString(text).forEach(body::report);
        } catch (MarkedYamlEngineException e) {
            throw MalformedBody.at(place(e.getProblemMark()), "this is no YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            throw new MalformedBody("the body is no YAML: " + e.getMessage());
        }
        if (!body.document) {
            throw new MalformedBody("the body is empty: send an object as JSON or YAML");
        }
        return Objects.requireNonNull(body.tree.built());
    }

    private void report(Event event) {
        switch (event.getEventId()) {
            case DocumentStart -> startDocument(event);
            case MappingStart -> {
                startCollection(event);
                tree.startObject(place(event));
            }
            case SequenceStart -> {
                startCollection(event);
                tree.startArray(place(event));
            }
            case MappingEnd, SequenceEnd -> tree.end();
            case Scalar -> scalar((ScalarEvent) event);
            case Alias ->
                throw MalformedBody.at(place(event), "aliases are not possible: write the value out where it is used");
            case StreamStart, StreamEnd, DocumentEnd, Comment -> {}
        }
    }

    private void startDocument(Event event) {
        if (document) {
            throw MalformedBody.at(place(event), "a second document begins: send one document");
        }
        document = true;
    }

    private void startCollection(Event event) {
        refuseTag(event, ((CollectionStartEvent) event).getTag());
        if (tree.expectsKey()) {
            throw MalformedBody.at(place(event), "a key must be a string: write it on one line, in quotes if need be");
        }
    }

    private void scalar(ScalarEvent event) {
        refuseTag(event, event.getTag());
        if (tree.expectsKey()) {
            key(event);
        } else if (event.isPlain()) {
            plain(event);
        } else {
            tree.string(event.getValue(), place(event));
        }
    }

    private void key(ScalarEvent event) {
        if (event.isPlain() && event.getValue().equals("<<")) {
            throw MalformedBody.at(place(event), "merge keys are not possible: write the fields out");
        }
        tree.key(event.getValue(), place(event));
    }

    private void plain(ScalarEvent event) {
        switch (YamlScalar.of(event.getValue())) {
            case YamlScalar.Null() -> tree.nothing();
            case YamlScalar.Bool(boolean value) -> tree.bool(value);
            case YamlScalar.Numeral(String digits) -> tree.number(digits, place(event));
            case YamlScalar.Text(String value) -> tree.string(value, place(event));
            case YamlScalar.Refused(String why) -> throw MalformedBody.at(place(event), why);
        }
    }

    private static void refuseTag(Event event, Optional<String> tag) {
        if (tag.isPresent()) {
            throw MalformedBody.at(place(event), "tags like '!!str' are not possible: put a string in quotes instead");
        }
    }

    private static Place place(Event event) {
        return place(event.getStartMark());
    }

    private static Place place(Optional<Mark> mark) {
        return mark.map(at -> new Place(at.getLine() + 1, at.getColumn() + 1)).orElse(new Place(1, 1));
    }
}
