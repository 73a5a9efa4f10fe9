package dev.drover.provider.infrakit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.drover.infrakit.CallFailed;
import dev.drover.infrakit.Interfaces;
import dev.drover.provider.infrakit.plugin.PluginProcess;
import dev.drover.provider.spi.DestroyReason;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.InstanceProvider.Destroyed;
import dev.drover.provider.spi.Labels;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.provider.spi.ProviderFailure.Kind;
import dev.drover.provider.spi.ProvisionRequest;
import dev.drover.provider.spi.Token;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;

/** What each misfortune of a plugin is taken for. */
class PluginFaultsTest {
    private static final PluginSettings HASTY =
            new PluginSettings(Duration.ofMillis(700), Duration.ofSeconds(1), Duration.ofMillis(700), 64);

    @TempDir
    private static Path directory;

    private static PluginProcess plugin;
    private static PluginFixture fixture;

    private PluginInstances provider;
    private PluginInstances hasty;

    @BeforeAll
    static void startThePlugin() {
        plugin = new PluginProcess(directory, "cloud", directory.resolve("state")).start();
        fixture = new PluginFixture(directory);
    }

    @BeforeEach
    void nothingIsWrong() {
        provider = fixture.instances("cloud/compute");
        hasty = fixture.instances("cloud/compute", HASTY);
        plugin.faults().clear();
        if (!plugin.listens()) {
            plugin.start();
        }
    }

    @AfterAll
    static void stopThePlugin() {
        fixture.close();
        plugin.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"empty", "garbage", "null", "list", "huge"})
    void anAnswerThatCannotBeReadLeavesACreateInDoubtAndAListingToBeAskedForAgain(String answer) {
        plugin.faults().set("answers", "Instance.Provision", answer);
        plugin.faults().set("answers", "Instance.DescribeInstances", answer);
        ProvisionRequest request = request();

        assertThat(failure(() -> provider.provision(request)).kind()).isEqualTo(Kind.UNKNOWN_OUTCOME);
        assertThat(failure(() -> listed()).kind()).isEqualTo(Kind.RETRYABLE);

        plugin.faults().clear();
        assertThat(provider.find(request.token()))
                .as("it was made all the same")
                .isPresent();
    }

    @Test
    void anAnswerToAnotherQuestionIsNone() {
        plugin.faults().set("wrongIds", true);

        ProviderFailure failure = failure(() -> provider.provision(request()));

        assertThat(failure.kind()).isEqualTo(Kind.UNKNOWN_OUTCOME);
        assertThat(failure).hasMessageContaining("it answered another question: the id is 4711");
    }

    @Test
    void aLostOrLateAnswerLeavesACreateInDoubt() {
        ProvisionRequest lost = request();
        plugin.faults().set("lose", "Instance.Provision", 1);
        assertThat(failure(() -> provider.provision(lost)).kind()).isEqualTo(Kind.UNKNOWN_OUTCOME);

        ProvisionRequest late = request();
        plugin.faults().set("slowMillis", "Instance.Provision", 1500);
        ProviderFailure failure = failure(() -> hasty.provision(late));
        assertThat(failure.kind()).isEqualTo(Kind.UNKNOWN_OUTCOME);
        assertThat(failure).hasMessageContaining("nothing came within 700 ms");

        assertThat(provider.find(lost.token())).isPresent();
        assertThat(provider.find(late.token())).isPresent();
    }

    @Test
    void aPluginThatIsAwaySurelyHeardNothing() {
        Instance made = provider.provision(request());
        plugin.kill();
        Awaitility.await("connections that were kept are noticed to be dead")
                .until(() -> String.valueOf(failure(this::listed).getMessage()).contains("was not sent"));

        for (Callable<?> call : List.<Callable<?>>of(
                () -> provider.provision(request()),
                () -> provider.find(new Token("t")),
                () -> listed(),
                () -> destroy(made),
                () -> provider.validate(request().properties()))) {
            ProviderFailure failure = failure(call);
            assertThat(failure.kind()).isEqualTo(Kind.RETRYABLE);
            assertThat(failure).hasMessageContaining(plugin.socket().toString());
        }
        assertThat(failure(() -> fixture.instances("nowhere").provision(request()))
                        .kind())
                .isEqualTo(Kind.RETRYABLE);

        plugin.start();
        assertThat(provider.find(token(made))).as("it is found where it was").isPresent();
        assertThat(provider.provision(request()).id()).isNotEqualTo(made.id());
    }

    @Test
    void anErrorMayComeAfterTheMachine() {
        ProvisionRequest request = request();
        plugin.faults().set("failAfterCreate", true);

        ProviderFailure failure = failure(() -> provider.provision(request));

        assertThat(failure.kind()).isEqualTo(Kind.UNKNOWN_OUTCOME);
        assertThat(failure).hasMessageContaining("made, but not tagged: the quota of tags is exceeded");
        assertThat(provider.find(request.token())).isPresent();
    }

    @Test
    void whatAPluginRefusesWasNotMade() {
        ProvisionRequest good = request();
        ProvisionRequest broken = new ProvisionRequest(
                good.token(),
                good.labels(),
                List.of(),
                null,
                0,
                List.of(),
                JsonNodeFactory.instance.objectNode().put("broken", true));

        ProviderFailure failure = failure(() -> provider.provision(broken));

        assertThat(failure.kind()).isEqualTo(Kind.REJECTED);
        assertThat(failure).hasMessageContaining("these properties are broken");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ignoreFilters", "missingTagsMatch"})
    void aListingThatShowsTooMuchIsLookedThrough(String fault) {
        Instance ours = provider.provision(request());
        fixture.plugins()
                .call(
                        "cloud",
                        "Instance.Provision",
                        Map.of("Type", "compute", "Spec", Map.of("Tags", Map.of("drover.group", "web"))),
                        Messages.Provisioned.class,
                        Duration.ofSeconds(5));
        plugin.faults().set(fault, true);

        assertThat(listed()).extracting(Instance::token).contains(ours.token()).doesNotContainNull();
        assertThat(provider.find(new Token("nobodys"))).isEmpty();
        assertThat(provider.find(token(ours)).map(Instance::id)).contains(ours.id());
    }

    @Test
    void aDestroyThatFailsCountsOnlyIfAListingAgreesThatItIsGone() {
        Instance made = provider.provision(request());
        plugin.faults().set("errors", "Instance.Destroy", "the region is on fire");
        ProviderFailure failure = failure(() -> destroy(made));
        assertThat(failure.kind()).isEqualTo(Kind.UNKNOWN_OUTCOME);
        assertThat(failure).hasMessageContaining("the region is on fire");

        plugin.faults().clear();
        assertThat(destroy(made)).isEqualTo(Destroyed.ACCEPTED);
        assertThat(destroy(made)).isEqualTo(Destroyed.GONE_ALREADY);
    }

    @Test
    void whatAListingHidesIsDestroyedAllTheSame() {
        Instance made = provider.provision(request());
        plugin.faults().set("hide", made.id().value());

        assertThat(destroy(made)).isEqualTo(Destroyed.ACCEPTED);

        plugin.faults().clear();
        assertThat(provider.find(token(made))).isEmpty();
    }

    @Test
    void aDestroyCarriesItsReason() {
        Instance one = provider.provision(request());
        Instance other = provider.provision(request());

        provider.destroy(one.id(), token(one), DestroyReason.ROLLING_UPDATE);
        provider.destroy(other.id(), token(other), DestroyReason.TERMINATE);

        assertThat(plugin.faults().toldReasons()).endsWith("rolling_update", "terminate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.4", "0.1"})
    void olderPluginsSayWhatTheyAreInTheirOwnWay(String age) {
        plugin.faults().set("handshake", age);

        Interfaces interfaces = fixture.plugins().interfaces("cloud", Duration.ofSeconds(5));

        assertThat(interfaces.of(Interfaces.INSTANCE))
                .containsExactly(new Interfaces.Offer("Instance", age + ".0", age.equals("0.4") ? "compute" : ""));
    }

    @Test
    void aPluginThatSaysNothingReadableHasNoInterfaces() {
        plugin.faults().set("answers", "Handshake.Hello", "garbage");

        CallFailed failure = catchThrowableOfType(
                CallFailed.class, () -> fixture.plugins().interfaces("cloud", Duration.ofSeconds(5)));

        assertThat(failure.kind()).isEqualTo(CallFailed.Kind.IN_DOUBT);
    }

    @Test
    void manyCallsAtOnceAllHaveTheirOwnAnswer() throws Exception {
        List<Callable<Instance>> calls = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            calls.add(() -> provider.provision(request()));
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Instance> made = new ArrayList<>();
            for (var each : threads.invokeAll(calls)) {
                made.add(each.get());
            }
            assertThat(made).extracting(Instance::id).doesNotHaveDuplicates();
        }
    }

    private static ProvisionRequest request() {
        Token token = new Token(UUID.randomUUID().toString());
        return new ProvisionRequest(
                token,
                Map.of(Labels.OWNER, "me", Labels.TOKEN, token.value()),
                List.of(),
                null,
                0,
                List.of(),
                JsonNodeFactory.instance.objectNode().put("image", "v1"));
    }

    private List<Instance> listed() {
        List<Instance> found = new ArrayList<>();
        provider.describe(Map.of(Labels.OWNER, "me"), found::addAll);
        return found;
    }

    private Destroyed destroy(Instance instance) {
        return provider.destroy(instance.id(), token(instance), DestroyReason.TERMINATE);
    }

    private static Token token(Instance instance) {
        return Objects.requireNonNull(instance.token());
    }

    private static ProviderFailure failure(Callable<?> call) {
        return catchThrowableOfType(ProviderFailure.class, call::call);
    }
}
