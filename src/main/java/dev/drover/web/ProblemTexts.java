package dev.drover.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** What is to be said of each {@link ProblemType}, from {@code problems.yaml}. */
final class ProblemTexts {
    private static final JsonNode TEXTS = load();

    private ProblemTexts() {}

    /** The page of each problem, in the order of the types. */
    static List<ProblemPage> all() {
        return Arrays.stream(ProblemType.values())
                .map(ProblemType::text)
                .distinct()
                .map(ProblemTexts::page)
                .toList();
    }

    /** Empty if there is no such problem. */
    static Optional<ProblemPage> of(String name) {
        return all().stream().filter(it -> it.name().equals(name)).findFirst();
    }

    private static ProblemPage page(String name) {
        List<ProblemType> types = Arrays.stream(ProblemType.values())
                .filter(it -> it.text().equals(name))
                .toList();
        JsonNode texts = TEXTS.path(name);
        return new ProblemPage(
                "/problems/" + name,
                types.getFirst().title(),
                types.stream().map(it -> it.status().value()).toList(),
                texts.path("means").asString(types.getFirst().title()),
                texts.path("remedy").asString("The problem's detail says what to do."),
                texts.path("example"));
    }

    private static JsonNode load() {
        try (var resource = ProblemTexts.class.getResourceAsStream("problems.yaml")) {
            return YAMLMapper.shared().readTree(Objects.requireNonNull(resource));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
