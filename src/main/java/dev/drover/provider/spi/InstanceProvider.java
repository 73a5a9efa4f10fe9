package dev.drover.provider.spi;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * Makes, finds and destroys instances somewhere. Every method blocks, may be called from many threads at once, and may be
 * called again with the same arguments after an answer was lost. An adapter never retries on its own: the journal is the
 * retry. Every failure is a {@link ProviderFailure}; anything else that is thrown counts as
 * {@link ProviderFailure.Kind#UNKNOWN_OUTCOME}.
 */
public interface InstanceProvider {
    /** What this adapter can do. Constant for the life of the adapter. */
    Capabilities capabilities();

    /**
     * A random id of the host that the instances belong to, kept in the state directory. Only called with
     * {@link Capabilities#hostBound()}.
     */
    default String host() {
        throw new UnsupportedOperationException("this provider is not bound to a host: its capabilities say so");
    }

    /** The JSON Schema (2020-12) of {@code instance.properties}. String values may hold templates. */
    JsonNode schema();

    /**
     * What the schema cannot say about {@code properties}.
     *
     * @return every violation found, empty if there is none; pointers are relative to {@code properties}
     * @throws ProviderFailure {@link ProviderFailure.Kind#RETRYABLE} if it cannot be told now
     */
    List<Violation> validate(JsonNode properties);

    /**
     * The ports that the instance with this index will have, as far as they are known before it exists.
     *
     * @return port by name; empty if the provider chooses ports itself
     */
    Map<String, Integer> ports(JsonNode properties, int index);

    /**
     * Makes one instance that carries the request's token and labels. With {@link Capabilities#idempotentCreate()} a second
     * call with the same token answers the instance of the first.
     */
    Instance provision(ProvisionRequest request);

    /** The instance that carries this token, in whatever phase, or empty if there is none <em>now</em>. */
    Optional<Instance> find(Token token);

    /**
     * Sets these labels on an instance, leaving its others as they are. One that carried no token has from then on the token that
     * {@link Labels#TOKEN} among them says.
     *
     * @throws ProviderFailure {@link ProviderFailure.Kind#REJECTED} if it keeps the labels that it was made with, and these are others
     */
    void label(ProviderId id, Map<String, String> labels);

    /**
     * Takes these labels away from an instance; one that it does not have is no failure. Only called with
     * {@link Capabilities#unlabel()}.
     */
    default void unlabel(ProviderId id, Set<String> keys) {
        throw new UnsupportedOperationException("this provider takes no labels away: its capabilities say so");
    }

    /**
     * Begins to destroy an instance. Gone already is success. Where ids are used again the token is compared first, and
     * another token means gone already: what was asked to go is gone. The end need not have come when this returns; a
     * listing shows it.
     */
    Destroyed destroy(ProviderId id, Token token, DestroyReason reason);

    /**
     * Lists every instance that carries all of these labels, in whatever phase, page by page.
     *
     * @param page called on the caller's thread, once for each page, before this method returns
     * @throws ProviderFailure if the listing is not whole: a partial answer never ends normally
     */
    void describe(Map<String, String> labels, Consumer<List<Instance>> page);

    /**
     * Pushes instances whose phase changed until it is closed. Only called with {@link Capabilities#watch()}.
     *
     * @return stops watching when closed
     */
    default Watch watch(Consumer<Instance> changed) {
        throw new UnsupportedOperationException("this provider does not watch: its capabilities say so");
    }

    /** What a destroy found. A caller may doubt {@link #GONE_ALREADY} of an instance that was made a moment ago. */
    enum Destroyed {
        ACCEPTED,
        GONE_ALREADY
    }

    /** A running watch. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }
}
