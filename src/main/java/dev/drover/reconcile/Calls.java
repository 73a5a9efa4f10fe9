package dev.drover.reconcile;

import dev.drover.provider.Providers;
import dev.drover.provider.spi.FlavorProvider;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.InstanceProvider;
import dev.drover.provider.spi.Labels;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.provider.spi.ProvisionRequest;
import dev.drover.provider.spi.Token;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Makes one call that was claimed, and says what became of it. */
@Component
class Calls {
    /** Nobody looks again whether what was let go still has our labels, so that one look that shows nothing is not enough. */
    private static final int LOOKS = 2;

    private static final Logger LOG = LoggerFactory.getLogger(Calls.class);
    /** A call that is sent later than this after its claim could outlive the deadline that others reckon with. */
    private static final Duration SEND_WITHIN = Duration.ofSeconds(5);

    private final Providers providers;
    private final StoredRequests stored;
    private final Requests requests;
    private final Subjects subjects;

    Calls(Providers providers, StoredRequests stored, Requests requests, Subjects subjects) {
        this.providers = providers;
        this.stored = stored;
        this.requests = requests;
        this.subjects = subjects;
    }

    /** @param claimedNanos {@link System#nanoTime} before the claim was committed */
    Outcome make(Claim claim, long claimedNanos) {
        try {
            return switch (claim) {
                case Claim.Provision provision -> provision(provision, claimedNanos);
                case Claim.Drain drain -> drain(drain, claimedNanos);
                case Claim.Label label -> label(label, claimedNanos);
                case Claim.Destroy destroy -> destroy(destroy, claimedNanos);
                case Claim.Unlabel unlabel -> unlabel(unlabel, claimedNanos);
            };
        } catch (ProviderFailure e) {
            return failed(claim, e);
        } catch (Throwable e) { // an Error, too, is an adapter's own: whatever it did before may have had its effect
            LOG.warn("provider {} failed in a way that it should not", claim.provider(), e);
            return new Outcome.Unknown(claim, words(e));
        }
    }

    private Outcome provision(Claim.Provision claim, long claimedNanos) {
        ProvisionRequest request = claim.request() != null ? claim.request() : stored.prepareAndStore(claim);
        InstanceProvider provider = provider(claim);
        checkNotLate(claimedNanos);
        return provisioned(claim, provider.provision(request), request.token());
    }

    /** An adapter that breaks its word may have made the instance all the same: its token is looked up. */
    private static Outcome provisioned(Claim.Provision claim, @Nullable Instance instance, Token token) {
        if (instance == null) {
            return new Outcome.Unknown(claim, "the provider answered no instance");
        }
        if (instance.token() != null && !instance.token().equals(token)) {
            return new Outcome.Unknown(claim, "the provider answered an instance with another token: " + instance.id());
        }
        return new Outcome.Provisioned(claim, instance);
    }

    private Outcome drain(Claim.Drain claim, long claimedNanos) {
        Requests.Subject subject = subjects.of(claim);
        Instance instance = subjects.instance(claim);
        checkNotLate(claimedNanos);
        return new Outcome.Drained(claim, requests.drain(subject, instance) == FlavorProvider.Drain.DRAINED);
    }

    private Outcome label(Claim.Label claim, long claimedNanos) {
        Subjects.Declared declared = subjects.declared(claim);
        Map<String, String> labels = requests.labels(subjects.of(claim), declared.labels());
        Instance instance = subjects.instance(claim);
        Set<String> superfluous = Subjects.Declared.superfluous(instance.labels(), labels);
        InstanceProvider provider = provider(claim);
        checkNotLate(claimedNanos);
        provider.label(instance.id(), labels);
        if (!superfluous.isEmpty() && provider.capabilities().unlabel()) {
            provider.unlabel(instance.id(), superfluous);
        }
        return new Outcome.Labelled(claim, labels, declared.generation());
    }

    private Outcome destroy(Claim.Destroy claim, long claimedNanos) {
        InstanceProvider provider = provider(claim);
        checkNotLate(claimedNanos);
        InstanceProvider.@Nullable Destroyed answer = provider.destroy(claim.id(), claim.token(), claim.reason());
        if (answer == null) {
            return new Outcome.Unknown(claim, "the provider did not say what became of the instance");
        }
        boolean doubtful = answer == InstanceProvider.Destroyed.GONE_ALREADY
                && claim.calledAt().isBefore(claim.doubtGoneUntil());
        return doubtful
                ? new Outcome.Unknown(
                        claim, "the provider does not know the instance, but it may be too new to be known")
                : new Outcome.Destroyed(claim);
    }

    /** Ids may be used again: the labels of another instance with this one's id are its own. */
    private Outcome unlabel(Claim.Unlabel claim, long claimedNanos) {
        InstanceProvider provider = provider(claim);
        List<Instance> found = new ArrayList<>();
        provider.describe(Map.of(Labels.TOKEN, claim.token().value()), found::addAll);
        Optional<Instance> instance = found.stream()
                .filter(it -> it.id().equals(claim.id()))
                .filter(it -> claim.token().value().equals(it.labels().get(Labels.TOKEN)))
                .findFirst();
        if (instance.isEmpty()) {
            return claim.attempt() < LOOKS || claim.calledAt().isBefore(claim.doubtGoneUntil())
                    ? new Outcome.Unknown(
                            claim, "the provider does not show the instance, which may be too new, or hidden once")
                    : new Outcome.Unlabelled(claim);
        }
        Set<String> ours = instance.get().labels().keySet().stream()
                .filter(it -> it.startsWith(Labels.PREFIX))
                .collect(Collectors.toUnmodifiableSet());
        checkNotLate(claimedNanos);
        provider.unlabel(claim.id(), ours);
        return new Outcome.Unlabelled(claim);
    }

    private InstanceProvider provider(Claim claim) {
        return providers
                .provider(claim.provider())
                .orElseThrow(() -> new ProviderFailure(
                        ProviderFailure.Kind.RETRYABLE,
                        "provider " + claim.provider() + " is not configured on this replica"));
    }

    private static void checkNotLate(long claimedNanos) {
        if (System.nanoTime() - claimedNanos > SEND_WITHIN.toNanos()) {
            throw new ProviderFailure(
                    ProviderFailure.Kind.RETRYABLE, "this replica was too slow to send the call; nothing was sent");
        }
    }

    private static Outcome failed(Claim claim, ProviderFailure e) {
        return e.kind() == ProviderFailure.Kind.UNKNOWN_OUTCOME
                ? new Outcome.Unknown(claim, words(e))
                : new Outcome.Failed(claim, e.kind(), words(e), e.after());
    }

    private static String words(Throwable e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
