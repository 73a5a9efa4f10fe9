package dev.drover.reconcile;

import dev.drover.plan.Action;
import dev.drover.provider.Patience;
import dev.drover.provider.spi.ProvisionRequest;
import dev.drover.spec.MemberId;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Gives planned members their ids, and renders what their provider will be asked. */
@Component
class NewMembers {
    private static final Logger LOG = LoggerFactory.getLogger(NewMembers.class);
    /** Adapters are asked for what they know by heart. One that hangs must not keep the passes of other groups waiting. */
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final Requests requests;

    NewMembers(Requests requests) {
        this.requests = requests;
    }

    /**
     * Ids are random: ids derived from the state would come back after a database lost its last commits. One that an older member
     * has is refused by the database, and the group is planned again.
     *
     * @return one for each provision, in their order
     */
    List<Prepared> prepare(Loaded loaded, List<Action.Provision> provisions) {
        if (provisions.isEmpty()) {
            return List.of();
        }
        try {
            return Patience.of(LIMIT)
                    .call(() -> all(loaded, provisions, it -> prepare(loaded, it.provision(), it.id())));
        } catch (TimeoutException | ExecutionException e) {
            LOG.warn(
                    "what {} is to be made of is prepared later: {}",
                    loaded.state().group(),
                    String.valueOf(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return all(loaded, provisions, it -> new Prepared(it.provision(), it.id(), UUID.randomUUID(), true, null));
    }

    private static List<Prepared> all(
            Loaded loaded, List<Action.Provision> provisions, Function<Drawn, Prepared> prepared) {
        Iterator<Integer> numbers = ThreadLocalRandom.current()
                .ints(0, MemberId.NUMBERS)
                .distinct()
                .limit(provisions.size())
                .iterator();
        return provisions.stream()
                .map(it -> new Drawn(it, new MemberId(loaded.state().group(), numbers.next())))
                .map(prepared)
                .toList();
    }

    private record Drawn(Action.Provision provision, MemberId id) {}

    private Prepared prepare(Loaded loaded, Action.Provision provision, MemberId id) {
        UUID token = UUID.randomUUID();
        boolean drains = requests.drains(loaded, provision.revision());
        return new Prepared(provision, id, token, drains, request(loaded, provision, id, token));
    }

    /** What cannot be rendered here is tried again after the call is claimed, and fails there with its reason. */
    private @Nullable ProvisionRequest request(Loaded loaded, Action.Provision provision, MemberId id, UUID token) {
        try {
            return requests.ifPure(loaded, provision, id, token);
        } catch (RuntimeException | StackOverflowError e) {
            return null;
        }
    }

    /**
     * A member that is about to be recorded.
     *
     * @param drains whether its flavor has anything to stop before its instance is destroyed
     * @param request null if it has to be prepared when the call is made
     */
    record Prepared(
            Action.Provision provision,
            MemberId id,
            UUID token,
            boolean drains,
            @Nullable ProvisionRequest request) {}
}
