package dev.drover.provider.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.drover.provider.spi.InstanceProvider.Destroyed;
import dev.drover.provider.spi.InstanceProvider.Watch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * What {@link InstanceProvider} promises, as tests. Every adapter runs it, and so does the fake that the core is tested
 * with. What is made carries an owner label of its own, so that a shared backend does no harm, and is destroyed at the end.
 */
public abstract class InstanceProviderContract {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String owner = "contract-" + UUID.randomUUID();

    /** The adapter; the same one during a test. */
    protected abstract InstanceProvider provider();

    /** Properties of an instance that goes on running. */
    protected abstract JsonNode goodProperties();

    /** Properties that {@link InstanceProvider#validate} refuses; empty if the schema says everything. */
    protected abstract Optional<JsonNode> brokenProperties();

    /** Ends the instance behind the provider's back. */
    protected abstract void killOutside(Instance instance);

    /** Whether the adapter itself knows what properties there are; otherwise somebody behind it does. */
    protected boolean knowsProperties() {
        return true;
    }

    /** Whether an instance can get other labels than those that it was made with; otherwise it is refused in words. */
    protected boolean labelsCanChange() {
        return true;
    }

    /** How long to wait for what the provider does by itself; a bound, not an expectation. */
    protected Duration patience() {
        return PATIENCE.plus(provider().capabilities().consistencyWindow());
    }

    protected final Token aToken() {
        return new Token(UUID.randomUUID().toString());
    }

    /** A request that has this test's owner label, the token's label, and these labels. */
    protected final ProvisionRequest aRequest(Token token, Map<String, String> labels) {
        Map<String, String> all = new HashMap<>(labels);
        all.put(Labels.OWNER, owner);
        all.put(Labels.TOKEN, token.value());
        return new ProvisionRequest(token, all, List.of(), null, 0, List.of(), goodProperties());
    }

    protected final ProvisionRequest aRequest() {
        return aRequest(aToken(), Map.of());
    }

    /** Everything this test made that is not gone. */
    protected final List<Instance> listed() {
        return listed(Map.of());
    }

    protected final List<Instance> listed(Map<String, String> labels) {
        Map<String, String> all = new HashMap<>(labels);
        all.put(Labels.OWNER, owner);
        List<Instance> found = new ArrayList<>();
        provider().describe(all, found::addAll);
        return found.stream().filter(instance -> instance.phase() != Phase.GONE).toList();
    }

    protected final <T> T eventually(Callable<T> look, Predicate<T> expected) {
        return await().atMost(patience()).pollInterval(Duration.ofMillis(20)).until(look, expected);
    }

    protected final Instance eventuallyInPhase(Token token, Phase phase) {
        return eventually(() -> provider().find(token), found -> phaseOf(found).equals(Optional.of(phase)))
                .orElseThrow();
    }

    protected static Token tokenOf(Instance instance) {
        return Optional.ofNullable(instance.token()).orElseThrow();
    }

    @AfterEach
    protected void nothingIsLeftBehind() {
        eventually(this::listed, left -> {
            left.forEach(instance -> destroy(instance));
            return left.isEmpty();
        });
    }

    @Test
    void theCapabilitiesAreThoseOfAProviderThatGroupsCanUse() {
        Capabilities capabilities = provider().capabilities();

        assertThat(capabilities.labels() || capabilities.idempotentCreate())
                .as("a provider with neither labels nor idempotentCreate is refused for groups")
                .isTrue();
        assertThat(provider().capabilities()).as("constant").isEqualTo(capabilities);
    }

    @Test
    void theSchemaDescribesAnObjectAndRefusesUnknownFields() {
        JsonNode schema = provider().schema();

        assertThat(Schemas.problemsOfSchema(schema)).isEmpty();
        assertThat(schema.path("type").asString()).isEqualTo("object");
        assertThat(schema.path("additionalProperties").asBoolean(true)).isEqualTo(!knowsProperties());
    }

    @Test
    void goodPropertiesAreAccepted() {
        assertThat(Schemas.problems(provider().schema(), goodProperties())).isEmpty();
        assertThat(provider().validate(goodProperties())).isEmpty();
    }

    @Test
    void brokenPropertiesAreRefusedWithAReasonAndAreNotMade() {
        JsonNode broken = assumed(brokenProperties());
        ProvisionRequest request = aRequest();
        ProvisionRequest brokenRequest =
                new ProvisionRequest(request.token(), request.labels(), List.of(), null, 0, List.of(), broken);

        assertThat(provider().validate(broken))
                .isNotEmpty()
                .allSatisfy(violation -> assertThat(violation.message()).isNotBlank());
        assertThatThrownBy(() -> provider().provision(brokenRequest))
                .asInstanceOf(InstanceOfAssertFactories.type(ProviderFailure.class))
                .extracting(ProviderFailure::kind)
                .isEqualTo(ProviderFailure.Kind.REJECTED);
        assertThat(provider().find(request.token())).isEmpty();
    }

    @Test
    void theAnswerOfAProvisionIsTheInstanceThatIsListed() {
        Instance made = provider().provision(aRequest());

        Instance found = eventuallyListed(made);
        assertThat(found.token()).isEqualTo(made.token());
        assertThat(made.phase()).isIn(Phase.STARTING, Phase.RUNNING);
        assertThat(found.ports()).containsAllEntriesOf(provider().ports(goodProperties(), 0));
    }

    @Test
    void aSecondProvisionWithOneTokenAnswersTheFirstInstance() {
        assumeThat(provider().capabilities().idempotentCreate());
        ProvisionRequest request = aRequest();

        Instance first = provider().provision(request);
        Instance second = provider().provision(request);

        assertThat(second.id()).isEqualTo(first.id());
        assertThat(eventuallyListed(found -> !found.isEmpty())).hasSize(1);
    }

    @Test
    void aSecondProvisionAnswersAnInstanceThatDiedMeanwhile() {
        assumeThat(provider().capabilities().idempotentCreate());
        ProvisionRequest request = aRequest();
        Instance first = provider().provision(request);
        killOutside(first);
        eventually(
                () -> provider().find(request.token()), found -> phaseOf(found).equals(Optional.of(Phase.STOPPED)));

        Instance second = provider().provision(request);

        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.phase()).isEqualTo(Phase.STOPPED);
    }

    @Test
    void provisionsOfOneTokenAtOnceMakeOneInstance() throws Exception {
        assumeThat(provider().capabilities().idempotentCreate());
        ProvisionRequest request = aRequest();

        List<Instance> answers = atOnce(6, number -> provider().provision(request));

        assertThat(answers)
                .extracting(Instance::id)
                .containsOnly(answers.getFirst().id());
        assertThat(eventuallyListed(found -> !found.isEmpty())).hasSize(1);
    }

    @Test
    void provisionsOfManyTokensAtOnceMakeThatManyInstances() throws Exception {
        int many = Math.min(12, provider().capabilities().maxConcurrentCalls());

        List<Instance> answers = atOnce(many, number -> provider().provision(aRequest()));

        assertThat(answers).extracting(Instance::id).doesNotHaveDuplicates();
        assertThat(eventuallyListed(found -> found.size() >= many))
                .extracting(Instance::id)
                .containsExactlyInAnyOrderElementsOf(
                        answers.stream().map(Instance::id).toList());
    }

    @Test
    void anInstanceIsFoundByItsToken() {
        Instance made = provider().provision(aRequest());

        Instance found = eventually(() -> provider().find(tokenOf(made)), Optional::isPresent)
                .orElseThrow();

        assertThat(found.id()).isEqualTo(made.id());
        assertThat(found.token()).isEqualTo(made.token());
    }

    @Test
    void aTokenThatNobodyUsedIsNotFound() {
        assertThat(provider().find(aToken())).isEmpty();
    }

    @Test
    void aListingShowsEveryLabel() {
        assumeThat(provider().capabilities().labels());
        ProvisionRequest request = aRequest(aToken(), Map.of("team", "shop", "note", "it's \"quoted\" & ünï"));

        Instance made = provider().provision(request);

        assertThat(eventuallyListed(made).labels()).containsExactlyInAnyOrderEntriesOf(request.labels());
    }

    @Test
    void aListingHoldsExactlyTheInstancesWithAllTheLabelsAsked() {
        assumeThat(provider().capabilities().labels());
        Instance both = provider().provision(aRequest(aToken(), Map.of("team", "shop", "role", "web")));
        Instance one = provider().provision(aRequest(aToken(), Map.of("team", "shop")));
        Instance longer = provider().provision(aRequest(aToken(), Map.of("team", "shopping", "role", "web")));
        List.of(both, one, longer).forEach(this::eventuallyListed);

        assertThat(listed(Map.of("team", "shop", "role", "web")))
                .extracting(Instance::id)
                .containsExactly(both.id());
        assertThat(listed(Map.of("team", "shop")))
                .extracting(Instance::id)
                .containsExactlyInAnyOrder(both.id(), one.id());
        assertThat(listed(Map.of("team", "sho"))).isEmpty();
    }

    @Test
    void labelsThatAreTakenAwayLeaveTheOthers() {
        assumeThat(provider().capabilities().unlabel());
        Instance made = provider().provision(aRequest(aToken(), Map.of("team", "shop", "role", "web")));
        eventuallyListed(made);

        provider().unlabel(made.id(), Set.of("role", "never-there"));

        assertThat(eventuallyListed(made).labels())
                .containsEntry("team", "shop")
                .doesNotContainKey("role");
    }

    @Test
    void labelsThatAnInstanceCannotGetAreRefusedAndThoseThatItHasAreNot() {
        assumeThat(provider().capabilities().labels() && !labelsCanChange());
        ProvisionRequest request = aRequest(aToken(), Map.of("team", "shop"));
        Instance made = provider().provision(request);

        provider().label(made.id(), Map.of("team", "shop"));
        assertThatThrownBy(() -> provider().label(made.id(), Map.of("team", "garden")))
                .hasMessageContaining("team")
                .asInstanceOf(InstanceOfAssertFactories.type(ProviderFailure.class))
                .extracting(ProviderFailure::kind)
                .isEqualTo(ProviderFailure.Kind.REJECTED);
        assertThat(eventuallyListed(made).labels()).containsExactlyInAnyOrderEntriesOf(request.labels());
    }

    @Test
    void labellingKeepsTheOtherLabels() {
        assumeThat(provider().capabilities().labels() && labelsCanChange());
        ProvisionRequest request = aRequest(aToken(), Map.of("team", "shop", "role", "web"));
        Instance made = provider().provision(request);
        eventuallyListed(made);

        provider().label(made.id(), Map.of("role", "api", "new", "yes"));

        Map<String, String> expected = new HashMap<>(request.labels());
        expected.putAll(Map.of("role", "api", "new", "yes"));
        eventually(() -> listed().getFirst().labels(), expected::equals);
    }

    @Test
    void aDestroyedInstanceDisappearsFromFindAndListing() {
        Instance made = provider().provision(aRequest());
        eventuallyListed(made);

        assertThat(destroy(made)).isEqualTo(Destroyed.ACCEPTED);

        eventually(this::listed, Collection::isEmpty);
        eventually(() -> provider().find(tokenOf(made)), found -> phaseOf(found).orElse(Phase.GONE) == Phase.GONE);
    }

    @Test
    void destroyingTwiceIsFine() {
        Instance made = provider().provision(aRequest());
        eventuallyListed(made); // or a listing that lags shows nothing yet, rather than nothing any more

        destroy(made);
        destroy(made);
        eventually(this::listed, Collection::isEmpty);

        assertThat(destroy(made)).isEqualTo(Destroyed.GONE_ALREADY);
    }

    @Test
    void anInstanceThatDiedCanBeDestroyed() {
        Instance made = provider().provision(aRequest());
        eventuallyListed(made);
        killOutside(made);

        destroy(made);

        eventually(this::listed, Collection::isEmpty);
    }

    @Test
    void destroyingWithAnotherTokenLeavesTheInstanceAlone() {
        Instance made = provider().provision(aRequest());
        eventuallyListed(made);

        assertThat(provider().destroy(made.id(), aToken(), DestroyReason.TERMINATE))
                .isEqualTo(Destroyed.GONE_ALREADY);

        assertThat(eventuallyInPhase(tokenOf(made), Phase.RUNNING).id()).isEqualTo(made.id());
    }

    @Test
    void destroyingAnUnknownInstanceFindsItGoneAlready() {
        ProviderId unknown = new ProviderId("unknown-" + UUID.randomUUID());

        assertThat(provider().destroy(unknown, aToken(), DestroyReason.TERMINATE))
                .isEqualTo(Destroyed.GONE_ALREADY);
    }

    @Test
    void anInstanceThatDiesIsPushed() {
        assumeThat(provider().capabilities().watch());
        Instance before = provider().provision(aRequest());
        Queue<Instance> pushed = new ConcurrentLinkedQueue<>();

        try (Watch watch = provider().watch(pushed::add)) {
            Instance after = provider().provision(aRequest());
            killOutside(before);
            killOutside(after);

            eventually(() -> endedIds(pushed), ended -> ended.containsAll(List.of(before.id(), after.id())));
            assertThat(watch).isNotNull();
        }
    }

    @Test
    void aListenerThatFailsDoesNotEndTheWatch() {
        assumeThat(provider().capabilities().watch());
        Instance first = provider().provision(aRequest());
        Instance second = provider().provision(aRequest());
        Queue<Instance> pushed = new ConcurrentLinkedQueue<>();

        try (Watch watch = provider().watch(instance -> {
            pushed.add(instance);
            throw new IllegalStateException("a listener that fails, on purpose");
        })) {
            killOutside(first);
            eventually(() -> endedIds(pushed), ended -> ended.contains(first.id()));
            killOutside(second);
            eventually(() -> endedIds(pushed), ended -> ended.contains(second.id()));
            assertThat(watch).isNotNull();
        }
    }

    protected final Destroyed destroy(Instance instance) {
        return provider().destroy(instance.id(), tokenOf(instance), DestroyReason.TERMINATE);
    }

    protected final List<Instance> eventuallyListed(Predicate<List<Instance>> expected) {
        return eventually(this::listed, expected);
    }

    protected final Instance eventuallyListed(Instance made) {
        return eventually(
                        () -> listed().stream()
                                .filter(instance -> instance.id().equals(made.id()))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    protected interface Numbered<T> {
        T call(int number) throws Exception;
    }

    /** Calls it this often, all at the same time. */
    protected static <T> List<T> atOnce(int times, Numbered<T> call) throws Exception {
        List<Callable<T>> calls = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            int number = i;
            calls.add(() -> call.call(number));
        }
        List<T> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<T> answer : threads.invokeAll(calls)) {
                answers.add(answer.get());
            }
        }
        return answers;
    }

    protected static void assumeThat(boolean capability) {
        Assumptions.assumeTrue(capability, "the adapter does not have this capability");
    }

    private static <T> T assumed(Optional<T> value) {
        Assumptions.assumeTrue(value.isPresent(), "the schema of this adapter says everything");
        return value.orElseThrow();
    }

    private static Optional<Phase> phaseOf(Optional<Instance> instance) {
        return instance.map(Instance::phase);
    }

    private static List<ProviderId> endedIds(Collection<Instance> pushed) {
        return pushed.stream()
                .filter(instance -> instance.phase() == Phase.STOPPED || instance.phase() == Phase.GONE)
                .map(Instance::id)
                .toList();
    }
}
