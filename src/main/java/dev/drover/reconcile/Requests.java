package dev.drover.reconcile;

import dev.drover.plan.Action;
import dev.drover.provider.Flavors;
import dev.drover.provider.Providers;
import dev.drover.provider.spi.Allocation;
import dev.drover.provider.spi.FlavorProvider;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.InstanceProvider;
import dev.drover.provider.spi.Labels;
import dev.drover.provider.spi.LogicalId;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.provider.spi.ProvisionRequest;
import dev.drover.provider.spi.Token;
import dev.drover.spec.GroupSpec;
import dev.drover.spec.MemberId;
import dev.drover.spec.SpecReader;
import dev.drover.spec.TemplateContext;
import dev.drover.spec.Templates;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Makes of a member and its declaration what its provider is asked for. */
@Component
class Requests {
    private final Providers providers;
    private final Flavors flavors;

    Requests(Providers providers, Flavors flavors) {
        this.providers = providers;
        this.flavors = flavors;
    }

    /** Null if the flavor may not run inside of recording. */
    @Nullable
    ProvisionRequest ifPure(Loaded loaded, Action.Provision provision, MemberId id, UUID token) {
        Subject subject = new Subject(
                id,
                new Token(token.toString()),
                provision.member().index(),
                provision.member().logicalId(),
                provision.revision(),
                loaded.state().declared().size(),
                loaded.owner(),
                spec(loaded, provision.revision()));
        return flavor(subject).pure(subject.spec().flavor().properties()) ? make(subject) : null;
    }

    private static GroupSpec spec(Loaded loaded, int revision) {
        return SpecReader.read(
                loaded.state().group(), Objects.requireNonNull(loaded.specs().get(revision)));
    }

    /** Whether members of this revision have work to stop; one whose flavor is not configured here may have. */
    boolean drains(Loaded loaded, int revision) {
        GroupSpec.Part part = spec(loaded, revision).flavor();
        return flavors.flavor(part.provider())
                .map(it -> it.drains(part.properties()))
                .orElse(true);
    }

    /** Asks the member's flavor to stop its work. */
    FlavorProvider.Drain drain(Subject subject, Instance instance) {
        JsonNode properties = render(subject.spec().flavor().properties(), context(subject));
        return flavor(subject).drain(properties, instance);
    }

    /** All labels that an instance is to have in a group that declares these ones. */
    Map<String, String> labels(Subject subject, Map<String, String> declared) {
        Map<String, String> labels = new HashMap<>(declared);
        labels.putAll(flavor(subject).tags(render(subject.spec().flavor().properties(), context(subject))));
        labels.putAll(ours(subject));
        return labels;
    }

    /**
     * @throws ProviderFailure if provider or flavor is not configured here, if a template cannot be resolved, or if the
     *     flavor refuses
     */
    ProvisionRequest make(Subject subject) {
        FlavorProvider flavor = flavor(subject);
        TemplateContext context = context(subject);
        Map<String, String> labels = new HashMap<>(subject.spec().labels());
        labels.putAll(ours(subject));
        ProvisionRequest bare = new ProvisionRequest(
                subject.token(),
                labels,
                List.of(),
                subject.logicalId(),
                subject.index(),
                List.of(),
                render(subject.spec().instance().properties(), context));
        Allocation allocation = new Allocation(subject.size(), logicalIds(subject.spec()));
        return flavor.prepare(render(subject.spec().flavor().properties(), context), bare, allocation);
    }

    private static List<LogicalId> logicalIds(GroupSpec spec) {
        List<String> ids = spec.allocation().logicalIds();
        return ids == null ? List.of() : ids.stream().map(LogicalId::new).toList();
    }

    private static JsonNode render(JsonNode properties, TemplateContext context) {
        try {
            return Templates.render(properties, context);
        } catch (IllegalArgumentException e) {
            throw new ProviderFailure(ProviderFailure.Kind.REJECTED, String.valueOf(e.getMessage()), e);
        }
    }

    private static Map<String, String> ours(Subject subject) {
        return Map.of(
                Labels.OWNER, subject.owner(),
                Labels.GROUP, subject.member().group().value(),
                Labels.MEMBER, subject.member().toString(),
                Labels.TOKEN, subject.token().value(),
                Labels.REVISION, String.valueOf(subject.revision()));
    }

    private TemplateContext context(Subject subject) {
        GroupSpec spec = subject.spec();
        Map<String, String> labels = new HashMap<>(spec.labels());
        labels.putAll(flavor(subject).tags(spec.flavor().properties()));
        return new TemplateContext(
                subject.member(),
                subject.index(),
                subject.logicalId() == null ? null : subject.logicalId().value(),
                provider(spec.instance().provider()).ports(spec.instance().properties(), subject.index()),
                labels,
                subject.size());
    }

    private InstanceProvider provider(String name) {
        return providers.provider(name).orElseThrow(() -> notHere("provider", name));
    }

    private FlavorProvider flavor(Subject subject) {
        String name = subject.spec().flavor().provider();
        return flavors.flavor(name).orElseThrow(() -> notHere("flavor", name));
    }

    private static ProviderFailure notHere(String what, String name) {
        return new ProviderFailure(
                ProviderFailure.Kind.RETRYABLE, what + " " + name + " is not configured on this replica");
    }

    /** Whom a request is for. */
    record Subject(
            MemberId member,
            Token token,
            int index,
            @Nullable LogicalId logicalId,
            int revision,
            int size,
            String owner,
            GroupSpec spec) {}
}
