package dev.drover.plan;

import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.LogicalId;
import dev.drover.provider.spi.Phase;
import dev.drover.provider.spi.ProviderId;
import dev.drover.provider.spi.Token;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A machine of the simulated provider, with its whole life, so that listings can lag. */
final class Machine {
    final String id;
    final UUID token;
    final int revision;
    final @Nullable LogicalId logicalId;
    private final Instant createdAt;
    private final Instant startedAt;
    private @Nullable Instant stoppedAt;
    private @Nullable Instant goneAt;
    boolean sick;
    /** Whether its work never stops. */
    boolean busy;
    /** Whether a destroy was agreed to. */
    boolean condemned;
    /** Whether no create of ours made it, or only one that was given up. */
    boolean stray;
    /** Whether nobody knows its token. */
    boolean unknown;
    /** Whether it is nobody's of ours any more. */
    boolean released;
    /** Whether it carries no label of ours any more. */
    boolean unlabelled;

    Machine(String id, UUID token, int revision, @Nullable LogicalId logicalId, Instant createdAt, Instant startedAt) {
        this.logicalId = logicalId;
        this.id = id;
        this.token = token;
        this.revision = revision;
        this.createdAt = createdAt;
        this.startedAt = startedAt;
    }

    boolean alive() {
        return goneAt == null;
    }

    boolean serves() {
        return alive() && stoppedAt == null && !sick;
    }

    void stop(Instant now) {
        if (stoppedAt == null) {
            stoppedAt = now;
        }
    }

    void vanish(Instant now) {
        if (goneAt == null) {
            goneAt = now;
        }
    }

    /** Whether somebody sees it who sees things as they were at this instant. */
    boolean visible(Instant at) {
        return !createdAt.isAfter(at) && (goneAt == null || goneAt.isAfter(at));
    }

    Instance seen(Instant at) {
        Phase phase = startedAt.isAfter(at) ? Phase.STARTING : Phase.RUNNING;
        if (stoppedAt != null && !stoppedAt.isAfter(at)) {
            phase = Phase.STOPPED;
        }
        return new Instance(
                new ProviderId(id), new Token(token.toString()), Map.of(), phase, List.of(), Map.of(), null);
    }
}
