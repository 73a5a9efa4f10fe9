package dev.drover.provider.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.provider.spi.Attachment;
import dev.drover.provider.spi.DestroyReason;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.Labels;
import dev.drover.provider.spi.Token;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RemovalTest extends DockerFixture {
    private final String volume = "drover-test-" + UUID.randomUUID();

    private Instance pet(Token of, String onDelete) {
        return provider.provision(request(
                of,
                properties("\"attachments\": [{\"id\": \"%s\", \"path\": \"/data\", \"onDelete\": \"%s\"}]"
                        .formatted(volume, onDelete)),
                List.of(new Attachment(volume, "volume"))));
    }

    private void gone() {
        eventually(() -> provider.find(token), it -> it.isEmpty());
    }

    @ParameterizedTest
    @EnumSource(
            value = DestroyReason.class,
            names = {"TERMINATE", "ROLLING_UPDATE"})
    void aVolumeStaysWhenAnotherContainerTakesThePlace(DestroyReason reason) {
        Instance made = pet(token, "remove");

        provider.destroy(made.id(), token, reason);
        gone();
        provider.describe(Map.of(Labels.OWNER, owner), page -> {});

        assertThat(hasVolume(volume)).isTrue();
    }

    @Test
    void aVolumeIsKeptUnlessSomebodyAskedOtherwise() {
        Instance made = pet(token, "keep");

        provider.destroy(made.id(), token, DestroyReason.FOR_GOOD);
        gone();
        provider.describe(Map.of(Labels.OWNER, owner), page -> {});

        assertThat(hasVolume(volume)).isTrue();
    }

    @Test
    void aVolumeGoesWithAContainerThatGoesForGoodIfSomebodyAskedForThat() {
        Instance made = pet(token, "remove");

        provider.destroy(made.id(), token, DestroyReason.FOR_GOOD);

        eventually(() -> hasVolume(volume) || hasVolume("drover-removal-" + token), it -> !it);
    }

    @Test
    void whatADroverLeftBehindTheNextListingFinishes() {
        Instance made = pet(token, "remove");
        intended(made);
        engine.removeContainerCmd(made.id().value()).withForce(true).exec();
        assertThat(hasVolume(volume)).isTrue();

        provider.describe(Map.of(Labels.OWNER, owner), page -> {});

        assertThat(hasVolume(volume)).isFalse();
        assertThat(hasVolume("drover-removal-" + token)).isFalse();
    }

    @Test
    void nothingIsRemovedBeforeTheContainerIsGone() {
        Instance made = pet(token, "remove");
        intended(made);

        provider.describe(Map.of(Labels.OWNER, owner), page -> {});

        assertThat(hasVolume(volume)).isTrue();
        assertThat(hasVolume("drover-removal-" + token)).isTrue();
    }

    @Test
    void aVolumeThatAnotherContainerHasByNowStays() {
        Instance made = pet(token, "remove");
        Instance other = pet(new Token(UUID.randomUUID().toString()), "keep");
        intended(made);
        engine.removeContainerCmd(made.id().value()).withForce(true).exec();

        provider.describe(Map.of(Labels.OWNER, owner), page -> {});

        assertThat(hasVolume(volume)).isTrue();
        assertThat(hasVolume("drover-removal-" + token))
                .as("it is not tried for ever")
                .isFalse();
        assertThat(inspect(other).getState().getRunning()).isTrue();
    }

    private void intended(Instance made) {
        Engine own = TestEngine.engine(TestEngine.HOST);
        new Removals(own, new Containers(own))
                .intend(
                        made.id().value(),
                        token,
                        Optional.ofNullable(inspect(made).getConfig().getLabels())
                                .orElseThrow());
    }
}
