package dev.drover.provider;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import dev.drover.provider.spi.Violation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A JSON Schema (2020-12) whose violations are sentences for users. Remote references are never followed. */
public final class JsonSchema {
    private static final Dialect DIALECT = Dialect.builder(Dialects.getDraft202012())
            .unknownKeywordFactory((keyword, context) -> new NonValidationKeyword(keyword))
            .build();
    // Of each place the first is kept: a value of the wrong type fails its other keywords as well, and what is no value
    // at all is none of those that are possible.
    private static final List<String> WEIGHTIER = List.of("type", "minLength", "maxLength");
    private static final Comparator<Error> BY_WEIGHT = Comparator.comparing(JsonSchema::weight);
    private static final Set<String> ALTERNATIVES = Set.of("oneOf", "anyOf", "not");
    /** Far more than anybody is shown; a large body of unknown fields must not keep us busy. */
    private static final int MAX_ERRORS = 1000;

    private final Schema schema;
    private final List<String> secrets;

    /** @throws RuntimeException if it is no schema */
    public JsonSchema(JsonNode schema) {
        this(schema, List.of());
    }

    /**
     * @param secrets the beginnings of pointers to what no sentence may repeat, for it might be a secret
     * @throws RuntimeException if it is no schema
     */
    public JsonSchema(JsonNode schema, Collection<String> secrets) {
        this.secrets = List.copyOf(secrets);
        // A registry of its own: schemas of two adapters may carry the same id.
        this.schema = SchemaRegistry.withDialect(DIALECT).getSchema(schema);
    }

    /**
     * Looks at all of it now; otherwise parts wait until a value leads to them.
     *
     * @throws RuntimeException if it is no schema
     */
    public void initialize() {
        schema.initializeValidators();
    }

    public JsonNode document() {
        return schema.getSchemaNode();
    }

    public boolean accepts(JsonNode tree) {
        return schema.validate(tree).isEmpty();
    }

    /** The schema of a body, from a resource beside this class. What users wrote may be repeated to them. */
    public static JsonSchema beside(Class<?> owner, String resource) {
        try (var schema = Objects.requireNonNull(owner.getResourceAsStream(resource), resource)) {
            return new JsonSchema(JsonMapper.shared().readTree(schema));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every violation of the schema, one for each problem. */
    public List<Violation> check(JsonNode tree) {
        var problems = withoutNoise(schema.validate(tree)).stream()
                .map(error -> new SchemaProblem(schema.getSchemaNode(), error, secrets))
                .toList();
        var misspelt = misspelt(problems);
        return problems.stream()
                .filter(problem -> !(problem.isMissingField() && misspelt.contains(problem.fieldPointer())))
                .map(SchemaProblem::violation)
                .toList();
    }

    private static int weight(Error error) {
        int weight = WEIGHTIER.indexOf(error.getKeyword());
        return weight < 0 ? WEIGHTIER.size() + error.getEvaluationPath().getNameCount() : weight;
    }

    /** Fields that are there under a wrong name: they are not missing as well. */
    private static Set<String> misspelt(List<SchemaProblem> problems) {
        Set<String> pointers = new HashSet<>();
        for (var problem : problems) {
            if (problem.isUnknownField()) {
                Suggestion.of(problem.field(), problem.knownFields())
                        .ifPresent(meant -> pointers.add(Pointers.child(problem.place(), meant)));
            }
        }
        return pointers;
    }

    /** Without what single branches of alternatives say: that none of them fits is the problem. */
    private static List<Error> withoutNoise(List<Error> errors) {
        Set<String> alternatives = new LinkedHashSet<>();
        for (var error : errors) {
            if (ALTERNATIVES.contains(error.getKeyword())) {
                alternatives.add(error.getEvaluationPath() + "/");
            }
        }
        return errors.stream()
                .filter(error -> alternatives.stream()
                        .noneMatch(path -> error.getEvaluationPath().toString().startsWith(path)))
                .sorted(BY_WEIGHT)
                .limit(MAX_ERRORS)
                .toList();
    }
}
