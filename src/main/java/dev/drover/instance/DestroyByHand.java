package dev.drover.instance;

import dev.drover.body.Shown;
import dev.drover.provider.CallSettings;
import dev.drover.provider.ConfiguredProvider;
import dev.drover.provider.ReachableProviders;
import dev.drover.provider.spi.DestroyReason;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.Token;
import dev.drover.web.Problem;
import dev.drover.web.ProblemType;
import org.springframework.stereotype.Component;

/** Destroys one instance that belongs to no live member. */
@Component
class DestroyByHand {
    private final ReachableProviders providers;
    private final HeldInstances held;
    private final InstanceReader reader;
    private final HandJournal journal;
    private final HandCalls calls;
    private final CallSettings settings;

    DestroyByHand(
            ReachableProviders providers,
            HeldInstances held,
            InstanceReader reader,
            HandJournal journal,
            HandCalls calls,
            CallSettings settings) {
        this.providers = providers;
        this.held = held;
        this.reader = reader;
        this.journal = journal;
        this.calls = calls;
        this.settings = settings;
    }

    /**
     * The call's row when it is closed: DONE or UNKNOWN.
     *
     * @throws Problem if it FAILED, or was refused before
     */
    CallByHand destroy(String name, String id, String actor) {
        ConfiguredProvider provider = providers.here(name);
        Instance instance = held.find(provider, id).orElseThrow(() -> InstanceReader.none(name, id));
        Token token = instance.token();
        if (token == null) {
            throw new Problem(
                    ProblemType.BLOCKED,
                    ("instance %s carries no token, so that nobody can tell it from another that has its id later:"
                                    + " destroy it at the provider itself")
                            .formatted(Shown.text(id)));
        }
        CallByHand call = calls.make(
                        provider,
                        settings.timeout(),
                        () -> journal.destroy(provider, instance, token, settings.timeout(), actor),
                        it -> new Outcome.Destroyed(
                                provider.instances().destroy(instance.id(), token, DestroyReason.TERMINATE)))
                .orElseThrow(() -> owned(name, instance));
        if (call.state() == CallByHand.State.FAILED) {
            throw Refusals.failed(call, false);
        }
        return call;
    }

    private Problem owned(String name, Instance instance) {
        InstanceView view = reader.view(name, instance);
        String id = Shown.text(view.id());
        return new Problem(
                ProblemType.PROTECTED,
                view.member() == null
                        ? "instance " + id + " has the id of a live member's instance; nothing was done: ask again when"
                                + " that member has ended"
                        : ("instance %s belongs to member %s of group %s, which would replace it; nothing was done: to have"
                                        + " fewer, scale the group (POST /v1/groups/%s/scale), to be rid of all, delete it")
                                .formatted(id, view.member(), view.group(), view.group()));
    }
}
