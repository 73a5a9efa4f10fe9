package dev.drover.chaos;

import dev.drover.provider.spi.Labels;
import dev.drover.provider.spi.Phase;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An instance as it really is. */
final class Machine {
    final String id;
    final @Nullable String token;
    final Instant madeAt;
    final Instant listedFrom;

    Map<String, String> labels;
    Phase phase = Phase.RUNNING;

    @Nullable
    Instant goneAt;

    Instant unlistedFrom = Instant.MAX;

    Machine(String id, @Nullable String token, Map<String, String> labels, Instant madeAt, Instant listedFrom) {
        this.id = id;
        this.token = token;
        this.labels = labels;
        this.madeAt = madeAt;
        this.listedFrom = listedFrom;
    }

    boolean exists() {
        return goneAt == null;
    }

    boolean isListed(Instant at) {
        return !at.isBefore(listedFrom) && at.isBefore(unlistedFrom);
    }

    boolean isOf(String owner) {
        return owner.equals(labels.get(Labels.OWNER));
    }

    void end(Instant at, Instant unlisted) {
        goneAt = at;
        unlistedFrom = unlisted;
    }

    Told.Seen seen() {
        return new Told.Seen(id, token, labels, phase);
    }
}
