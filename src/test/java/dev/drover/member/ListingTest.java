package dev.drover.member;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.provider.spi.Capabilities;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.Phase;
import dev.drover.provider.spi.ProviderId;
import dev.drover.provider.spi.Token;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ListingTest {
    private static final Token TOKEN = new Token("t-1");

    private final Listing listing = new Listing(
            "fake",
            Instant.EPOCH,
            Duration.ofSeconds(10),
            new Capabilities(true, true, true, false, false, false, Duration.ofSeconds(30), Duration.ZERO, 4));

    @Test
    void anotherInstanceWithTheSameTokenDoesNotHideTheBoundOne() {
        listing.add(List.of(instance("a", null)));
        listing.add(List.of(instance("b", null)));
        assertThat(listing.find(TOKEN, new ProviderId("a"))).map(Instance::id).contains(new ProviderId("a"));
        assertThat(listing.find(TOKEN, new ProviderId("b"))).map(Instance::id).contains(new ProviderId("b"));
        assertThat(listing.find(TOKEN, null)).isPresent();
        assertThat(listing.find(TOKEN, new ProviderId("c"))).isEmpty();
    }

    @Test
    void wordsThatTheDatabaseCannotHoldAreReplaced() {
        assertThat(instance("a", "exited 1\u0000").detail()).isEqualTo("exited 1\uFFFD");
    }

    private static Instance instance(String id, @Nullable String detail) {
        return new Instance(new ProviderId(id), TOKEN, Map.of(), Phase.STOPPED, List.of(), Map.of(), detail);
    }
}
