package dev.drover.group;

import dev.drover.provider.Findings;
import dev.drover.provider.Patience;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.provider.spi.Violation;
import dev.drover.spec.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Asks one adapter what it thinks of its properties: first for its schema, and when that has been heard for the rest. An
 * adapter that is down, slow or broken refuses nothing. For one thread.
 *
 * @param <T> what else is to be known of the properties
 */
final class PartCheck<T> {
    private static final Logger LOG = LoggerFactory.getLogger(PartCheck.class);

    private final Adapter adapter;
    private final Duration limit;
    private final Patience patience;
    private final JsonNode properties;
    private final Function<JsonNode, List<Violation>> validate;
    private final Function<JsonNode, T> facts;
    private @Nullable String notValidated;
    private @Nullable JsonNode learnt;

    PartCheck(
            Adapter adapter,
            Duration limit,
            JsonNode properties,
            Function<JsonNode, List<Violation>> validate,
            Function<JsonNode, T> facts) {
        this.adapter = adapter;
        this.limit = limit;
        this.patience = Patience.of(limit);
        this.properties = properties;
        this.validate = validate;
        this.facts = facts;
    }

    /** A sentence; empty if everything was checked. */
    Optional<String> notValidated() {
        return Optional.ofNullable(notValidated);
    }

    /** Tells the schema of specs what the adapter's properties are now. */
    void learn(SpecSchema schema) {
        try {
            JsonNode answered = patience.call(adapter.schema()::get);
            schema.learn(adapter, answered);
            learnt = answered;
            return;
        } catch (TimeoutException | InterruptedException | ExecutionException e) {
            notValidated = sentence(e, false);
        } catch (RuntimeException e) {
            notValidated = sentence(new ExecutionException(e), false);
        }
        schema.forget(adapter);
    }

    /** What it has learnt once more: somebody else may have had it forgotten meanwhile. */
    void remind(SpecSchema schema) {
        if (learnt != null) {
            schema.learn(adapter, learnt);
        }
    }

    /**
     * What the schema cannot say.
     *
     * @param findings what the schema said, and then also what the adapter says
     * @return what else is to be known; empty if that could not be had
     */
    Optional<T> run(Findings findings) {
        if (notValidated != null) {
            return Optional.empty();
        }
        try {
            // An adapter may take what its schema refuses for something else: of such a place the schema alone is
            // heard.
            patience.call(() -> List.copyOf(validate.apply(properties.deepCopy()))).stream()
                    .map(violation -> violation.within(adapter.part().properties()))
                    .filter(violation -> !findings.touch(violation.pointer()))
                    .toList()
                    .forEach(findings::add);
            return Optional.of(patience.call(() -> facts.apply(properties.deepCopy())));
        } catch (TimeoutException | InterruptedException | ExecutionException e) {
            // Properties that are wrong excuse an adapter that cannot read them, and are refused anyway.
            boolean wrong = findings.touch(adapter.part().properties());
            String sentence = sentence(e, wrong);
            notValidated = wrong ? null : sentence;
            return Optional.empty();
        }
    }

    private String sentence(Exception failure, boolean excused) {
        String pointer = adapter.part().properties();
        String what = switch (failure) {
            case TimeoutException e -> "did not check " + pointer + " within " + Durations.format(limit);
            case InterruptedException e -> {
                Thread.currentThread().interrupt();
                yield "was not asked about " + pointer + ": Drover is stopping";
            }
            default -> "could not check " + pointer + ": " + reason(failure.getCause(), excused);
        };
        return adapter.who() + " " + what;
    }

    private String reason(@Nullable Throwable failure, boolean excused) {
        if (failure instanceof ProviderFailure && failure.getMessage() != null) {
            return failure.getMessage();
        }
        if (!excused) {
            LOG.warn("{} failed to check properties", adapter.who(), failure);
        }
        return "it failed with " + Objects.requireNonNull(failure).getClass().getSimpleName();
    }
}
