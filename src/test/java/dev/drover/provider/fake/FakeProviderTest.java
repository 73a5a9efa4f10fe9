package dev.drover.provider.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.provider.fake.Faults.Call;
import dev.drover.provider.fake.Faults.Hang;
import dev.drover.provider.spi.DestroyReason;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.provider.spi.ProviderFailure.Kind;
import dev.drover.provider.spi.ProvisionRequest;
import dev.drover.provider.spi.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

class FakeProviderTest {
    private final FakeProvider provider = new FakeProvider();

    @Test
    void aLostAnswerHidesAnEffect() {
        provider.faults().loseAnswer(Call.PROVISION);

        assertFails(() -> provider.provision(request("a")), Kind.UNKNOWN_OUTCOME);

        assertThat(provider.find(new Token("a"))).isPresent();
    }

    @Test
    void aFailureHasNoEffectAndHitsOneCall() {
        provider.faults().fail(Call.PROVISION, Kind.RETRYABLE);

        assertFails(() -> provider.provision(request("a")), Kind.RETRYABLE);
        assertThat(provider.instances()).isEmpty();

        assertThat(provider.provision(request("a"))).isNotNull();
    }

    @Test
    void capacityIsALimit() {
        provider.capacity(1);
        provider.provision(request("a"));

        assertFails(() -> provider.provision(request("b")), Kind.OUT_OF_CAPACITY);
    }

    @Test
    void frozenListingsLagBehind() {
        provider.freezeListings();
        Instance made = provider.provision(request("a"));
        assertThat(listed()).isEmpty();

        provider.thawListings();
        assertThat(listed()).containsExactly(made);

        provider.freezeListings();
        provider.destroy(made.id(), new Token("a"), DestroyReason.TERMINATE);
        assertThat(listed()).containsExactly(made);
    }

    @Test
    void aListingThatLosesItsAnswerIsNotWholeAndSaysSo() {
        for (String token : List.of("a", "b", "c")) {
            provider.provision(request(token));
        }
        provider.faults().loseAnswer(Call.DESCRIBE);
        List<Instance> seen = new ArrayList<>();

        assertFails(() -> provider.describe(Map.of(), seen::addAll), Kind.UNKNOWN_OUTCOME);

        assertThat(seen).hasSize(2);
    }

    @Test
    void aCallHangsUntilItIsReleased() {
        Hang hang = provider.faults().hang(Call.PROVISION);
        CompletableFuture<Instance> answer = CompletableFuture.supplyAsync(() -> provider.provision(request("a")));
        hang.awaitEntered();
        assertThat(provider.instances()).isEmpty();

        hang.release();

        assertThat(answer.join()).isNotNull();
    }

    private List<Instance> listed() {
        List<Instance> listed = new ArrayList<>();
        provider.describe(Map.of(), listed::addAll);
        return listed;
    }

    private static void assertFails(ThrowingCallable call, Kind kind) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ProviderFailure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(kind));
    }

    private static ProvisionRequest request(String token) {
        return new ProvisionRequest(
                new Token(token), Map.of(), List.of(), null, 0, List.of(), JsonNodeFactory.instance.objectNode());
    }
}
