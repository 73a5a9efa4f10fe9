package dev.drover.application;

import static dev.drover.application.Groups.eventually;
import static dev.drover.application.Groups.newName;
import static dev.drover.application.Groups.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.provider.fake.FakeProvider;
import dev.drover.provider.fake.Faults;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.Phase;
import dev.drover.provider.spi.ProviderFailure;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Stories of one group: declared over HTTP, carried out by a provider that can fail, and told by the group's events. */
@ApplicationTest
@Tag("postgres")
class FlowTests {
    @Autowired
    Groups groups;

    private FakeProvider provider;
    private final String name = newName();

    @BeforeEach
    void alone() {
        provider = groups.provider("fragile");
        assertThat(provider.instances()).isEmpty();
    }

    @AfterEach
    void leaveNothing() {
        provider.faults().down();
        provider.thawListings();
        groups.delete("/v1/groups/" + name);
        groups.gone(name);
        assertThat(provider.instances()).isEmpty();
    }

    @Test
    void aGroupBecomesAsDeclared() {
        converged(3);
        assertThat(provider.instances()).hasSize(3);
        assertThat(groups.status(name).path("size").toString())
                .isEqualTo(
                        "{\"desired\":3,\"possible\":3,\"live\":3,\"ready\":3,\"updated\":3,\"unhealthy\":0,\"unknown\":0}");
        assertThat(groups.events(name))
                .startsWith("GroupDeclared the group is declared with size 3")
                .filteredOn(it -> it.startsWith("InstanceProvisioned"))
                .hasSize(3);
        for (Instance instance : provider.instances()) {
            assertThat(instance.labels())
                    .containsEntry("drover.group", name)
                    .containsEntry("drover.revision", "1")
                    .containsKeys("drover.owner", "drover.member", "drover.token");
        }
    }

    @Test
    void aStoppedInstanceIsReplacedAndTheEventsSayWhy() {
        converged(2);
        Instance stopped = provider.instances().getFirst();
        String member = memberOf(stopped);
        provider.phase(stopped.id(), Phase.STOPPED);

        eventually()
                .until(() -> provider.instances().size() == 2
                        && !provider.instances().contains(stopped)
                        && !groups.members(name).contains(member));
        groups.converge(name);
        assertThat(groups.events(name))
                .anyMatch(it -> it.startsWith("InstanceStopped " + member + " stopped: became STOPPED"))
                .anyMatch(it -> it.startsWith("MemberLeaving " + member + " is to be destroyed: "))
                .anyMatch(it -> it.startsWith("MemberPlanned") && it.contains("it replaces " + member))
                .anyMatch(it -> it.startsWith("MemberEnded " + member));
        Answer ended = groups.get("/v1/members/" + member).expect(200);
        assertThat(ended.text("/member/state")).isEqualTo("ended");
        assertThat(ended.text("/member/endedBecause")).isNotEmpty();
        assertThat(groups.members(name)).contains(ended.text("/member/replacedBy"));
    }

    @Test
    void aMissingInstanceIsReplaced() {
        converged(3);
        Instance lost = provider.instances().getFirst();
        String member = memberOf(lost);
        provider.lose(lost.id());

        eventually()
                .until(() -> provider.instances().size() == 3
                        && !groups.members(name).contains(member));
        assertThat(groups.events(name))
                .anyMatch(it -> it.startsWith("InstanceMissing") && it.contains(member))
                .anyMatch(it -> it.startsWith("MemberPlanned") && it.contains("it replaces " + member));
    }

    @Test
    void aCreateWhoseAnswerIsLostIsFoundByItsTokenAndMadeOnce() {
        provider.faults().loseAnswer(Faults.Call.PROVISION);
        converged(1);
        assertThat(provider.provisioned())
                .filteredOn(it -> name.equals(it.labels().get("drover.group")))
                .hasSize(1);
        assertThat(provider.instances()).hasSize(1);
        assertThat(groups.events(name))
                .anyMatch(it -> it.startsWith("OutcomeUnknown") && it.contains("the answer was lost on purpose"))
                .anyMatch(it -> it.startsWith("InstanceProvisioned") && it.contains("found by its token"));
    }

    @Test
    void failingCreatesAreTriedAgainLaterAndTheProvidersWordsAreShown() {
        provider.faults().fail(Faults.Call.PROVISION, ProviderFailure.Kind.OUT_OF_CAPACITY);
        groups.put(name, spec("fragile", 1)).expect(201);

        eventually().until(() -> !groups.condition(name, "ProvisioningFailing").isMissingNode());
        assertThat(groups.condition(name, "ProvisioningFailing").path("message").asString())
                .startsWith("OUT_OF_CAPACITY on purpose");
        assertThat(groups.condition(name, "ProvisioningFailing").path("reason").asString())
                .isEqualTo("OutOfCapacity");
        assertThat(groups.status(name).at("/lastErrors/0/message").asString()).isEqualTo("OUT_OF_CAPACITY on purpose");
        assertThat(waitingOn()).containsExactly("backOff");
        assertThat(provider.instances()).isEmpty();

        groups.step(Duration.ofSeconds(11)); // one back-off
        eventually().until(() -> provider.instances().size() == 1);
        groups.converge(name);
        assertThat(groups.condition(name, "ProvisioningFailing").isMissingNode())
                .isTrue();
        assertThat(groups.events(name))
                .containsSubsequence(
                        "InstanceRequested the create was sent to fragile, attempt 1",
                        "ProvisioningFailed attempt 1 failed, out of capacity: OUT_OF_CAPACITY on purpose",
                        "InstanceRequested the create was sent to fragile, attempt 2",
                        "ConditionCleared ProvisioningFailing no longer holds");
    }

    @Test
    void nothingIsTakenAwayWhileTheProviderCannotBeListed() {
        converged(2);
        provider.faults().down(Faults.Call.DESCRIBE);
        // One under way when the clock is stepped would seem to have taken so long, and be good for three times that.
        eventually()
                .until(() -> groups.get("/v1/providers/fragile")
                        .json()
                        .at("/lastObservation/error")
                        .isString());
        groups.step(Duration.ofSeconds(10));
        // The last good one is good for three times as long as it took, which is long where machines are slow.
        eventually().until(() -> !groups.condition(name, "ObservationStale").isMissingNode());

        groups.post("/v1/groups/" + name + "/scale", "{\"size\": 1}").expect(200);
        provider.phase(provider.instances().getFirst().id(), Phase.STOPPED);
        eventually().until(() -> groups.events(name).stream().anyMatch(it -> it.startsWith("InstanceStopped")));
        groups.get("/v1/groups/" + name + "/wait?timeout=2s").expect(504);
        assertThat(provider.instances()).hasSize(2);
        assertThat(groups.events(name)).noneMatch(it -> it.startsWith("MemberLeaving"));
        assertThat(waitingOn()).contains("observation");

        provider.faults().down();
        eventually().until(() -> provider.instances().size() == 1);
        assertThat(provider.instances().getFirst().phase()).isEqualTo(Phase.RUNNING);
        groups.converge(name);
    }

    @Test
    void aSmallerGroupWaitsForTheProofThatItsMachinesAreGone() {
        converged(3);
        provider.freezeListings();
        groups.post("/v1/groups/" + name + "/scale", "{\"size\": 1}").expect(200);

        eventually().until(() -> provider.instances().size() == 1);
        eventually().until(() -> waitingOn().contains("proofOfAbsence"));
        groups.get("/v1/groups/" + name + "/wait?timeout=2s").refused(504, "not-yet");
        assertThat(groups.members(name)).hasSize(3);

        provider.thawListings();
        eventually().until(() -> groups.members(name).size() == 1);
        groups.converge(name);
        assertThat(groups.events(name))
                .filteredOn(it -> it.startsWith("MemberEnded"))
                .hasSize(2);
        assertThat(groups.events(name)).noneMatch(it -> it.startsWith("InstanceMissing"));
    }

    @Test
    void allMachinesGoneAtOnceAreDoubtedBeforeTheyAreReplaced() {
        converged(2);
        List<Instance> before = provider.instances();
        before.forEach(it -> provider.lose(it.id()));

        eventually()
                .until(() -> groups.events(name).stream()
                        .anyMatch(it -> it.startsWith("ConditionRaised ObservationSuspect")));
        eventually().until(() -> !provider.instances().isEmpty());
        groups.converge(name);
        assertThat(provider.instances()).hasSize(2).doesNotContainAnyElementsOf(before);
    }

    @Test
    void aProviderThatWantsFewerCallsIsLeftAlone() {
        provider.faults().fail(Faults.Call.PROVISION, ProviderFailure.throttled("slow down", Duration.ofSeconds(60)));
        groups.put(name, spec("fragile", 1)).expect(201);

        eventually().until(() -> waitingOn().contains("backOff"));
        groups.step(Duration.ofSeconds(20));
        eventually().until(() -> waitingOn().contains("throttle"));
        groups.get("/v1/groups/" + name + "/wait?timeout=2s").refused(504, "not-yet");
        assertThat(provider.instances()).isEmpty();
        groups.step(Duration.ofSeconds(41));
        eventually().until(() -> provider.instances().size() == 1);
    }

    @Test
    void deletingAGroupDestroysAllThenTheGroup() {
        converged(3);
        Answer deleting = groups.delete("/v1/groups/" + name).expect(202);
        assertThat(deleting.text("/state")).isEqualTo("deleting");
        groups.gone(name);
        assertThat(provider.instances()).isEmpty();
        assertThat(groups.events(name))
                .filteredOn(it -> !it.startsWith("Condition")) // what was raised is cleared then
                .endsWith("GroupDeleted group " + name + " is deleted: its last member is gone");
        groups.put(name, spec("fragile", 0)).expect(201);
        assertThat(groups.events(name)).hasSizeLessThan(4); // of the new one
    }

    private void converged(int size) {
        groups.put(name, spec("fragile", size)).expect(201);
        groups.converge(name);
    }

    private List<String> waitingOn() {
        return groups.status(name).path("waitingOn").findValuesAsString("what");
    }

    private static String memberOf(Instance instance) {
        return instance.labels().getOrDefault("drover.member", "none");
    }
}
