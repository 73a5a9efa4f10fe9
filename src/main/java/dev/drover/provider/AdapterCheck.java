package dev.drover.provider;

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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Asks one adapter what it thinks of its properties. An adapter that is down, slow or broken refuses nothing.
 *
 * @param <T> what else is to be known of the properties
 * @param who the adapter, in a sentence
 * @param pointer where the properties are
 */
public record AdapterCheck<T>(
        String who,
        String pointer,
        JsonNode properties,
        Supplier<JsonNode> schema,
        Function<JsonNode, List<Violation>> validate,
        Function<JsonNode, T> facts) {
    /** What a user wrote in properties might be a secret. */
    private static final List<String> EVERYWHERE = List.of("");

    private static final Logger LOG = LoggerFactory.getLogger(AdapterCheck.class);

    /**
     * What it thinks, besides the findings.
     *
     * @param facts empty if they could not be had
     * @param notValidated a sentence; empty if everything was checked
     */
    public record Answer<T>(Optional<T> facts, Optional<String> notValidated) {}

    /** Adds what is wrong to the findings, and answers when the adapter has, or after the limit. */
    public Answer<T> run(Duration limit, Findings findings) {
        var found = new Findings();
        try {
            return new Answer<>(Optional.of(ask(Patience.of(limit), found)), Optional.empty());
        } catch (TimeoutException e) {
            return unanswered(found, "did not check " + pointer + " within " + Durations.format(limit));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return unanswered(found, "was not asked about " + pointer + ": Drover is stopping");
        } catch (ExecutionException e) {
            return unanswered(found, "could not check " + pointer + ": " + reason(e.getCause(), found));
        } finally {
            found.listed().forEach(violation -> findings.add(violation.within(pointer)));
        }
    }

    private T ask(Patience patience, Findings found) throws TimeoutException, ExecutionException, InterruptedException {
        found.addAll(patience.call(() -> new JsonSchema(schema.get(), EVERYWHERE).check(properties)));
        // An adapter may take what its schema refuses for something else: of such a place the schema alone is heard.
        patience.call(() -> List.copyOf(validate.apply(properties.deepCopy()))).stream()
                .filter(violation -> !found.touch(violation.pointer()))
                .toList()
                .forEach(found::add);
        return patience.call(() -> facts.apply(properties.deepCopy()));
    }

    private Answer<T> unanswered(Findings found, String what) {
        // Properties that are wrong excuse an adapter that cannot read them, and are refused anyway.
        return new Answer<>(Optional.empty(), found.isEmpty() ? Optional.of(who + " " + what) : Optional.empty());
    }

    private String reason(@Nullable Throwable failure, Findings found) {
        if (failure instanceof ProviderFailure && failure.getMessage() != null) {
            return failure.getMessage();
        }
        if (found.isEmpty()) {
            LOG.warn("{} failed to check properties", who, failure);
        }
        return "it failed with " + Objects.requireNonNull(failure).getClass().getSimpleName();
    }
}
