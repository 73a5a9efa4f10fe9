package dev.drover.instance;

import dev.drover.provider.ConfiguredProvider;
import dev.drover.provider.Installation;
import dev.drover.provider.ReachableProviders;
import dev.drover.provider.Throttling;
import dev.drover.provider.spi.ProvisionRequest;
import dev.drover.provider.spi.Token;
import dev.drover.web.Problem;
import dev.drover.web.ProblemType;
import dev.drover.work.DatabaseClock;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** Makes one instance outside of any group. */
@Component
class ProvisionByHand {
    private final ReachableProviders providers;
    private final Installation installation;
    private final HandJournal journal;
    private final HandCalls calls;
    private final Throttling throttling;
    private final DatabaseClock clock;

    ProvisionByHand(
            ReachableProviders providers,
            Installation installation,
            HandJournal journal,
            HandCalls calls,
            Throttling throttling,
            DatabaseClock clock) {
        this.providers = providers;
        this.installation = installation;
        this.journal = journal;
        this.calls = calls;
        this.throttling = throttling;
        this.clock = clock;
    }

    /**
     * The call's row when it is closed: DONE or UNKNOWN.
     *
     * @param key the same key never makes a second instance; null if it is given none
     * @throws Problem if it FAILED, or was refused before
     */
    CallByHand provision(String name, ObjectNode posted, @Nullable String key, String actor) {
        ConfiguredProvider provider = providers.here(name);
        return before(provider, posted, key)
                .or(() -> fresh(provider, posted, key, actor))
                .or(() -> before(provider, posted, key))
                .map(call -> happened(call, key))
                .orElseThrow();
    }

    /** The call that had this key before. */
    private Optional<CallByHand> before(ConfiguredProvider provider, ObjectNode posted, @Nullable String key) {
        if (key == null) {
            return Optional.empty();
        }
        journal.expire(provider.name());
        Optional<HandJournal.Known> known = journal.withKey(provider.name(), key, posted);
        if (known.isPresent() && !known.get().sameBody()) {
            throw new Problem(
                    ProblemType.VALIDATION,
                    "this Idempotency-Key was used for another body: send the same body, or another key; nothing was done");
        }
        return known.map(HandJournal.Known::call);
    }

    private Optional<CallByHand> fresh(
            ConfiguredProvider provider, ObjectNode posted, @Nullable String key, String actor) {
        ByHandBody body = new ByHandBody(posted);
        body.check(provider);
        throttling.until(provider.name(), clock.now()).ifPresent(until -> {
            throw new Problem(
                    ProblemType.PROVIDER_UNREACHABLE,
                    "the provider '%s' wants to be left alone until %s; nothing was done, try again then"
                            .formatted(provider.name(), until));
        });
        ProvisionRequest request =
                body.request(installation.owner(), new Token(UUID.randomUUID().toString()));
        return calls.make(
                provider,
                provider.capabilities().createTimeout(),
                () -> journal.create(provider, posted, request, key, actor),
                call -> new Outcome.Made(provider.instances().provision(request)));
    }

    private static CallByHand happened(CallByHand call, @Nullable String key) {
        return switch (call.state()) {
            case DONE, UNKNOWN -> call;
            case CALLED ->
                throw new Problem(
                        ProblemType.BLOCKED,
                        "the first request with this Idempotency-Key is still under way: send it again in a while");
            case FAILED -> throw Refusals.failed(call, key != null);
        };
    }
}
