package dev.drover.group;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A rollout as the API shows it.
 *
 * @param from the revision that new members had before
 * @param revision the one that all members are to have
 * @param state running, paused, failed, succeeded or superseded
 * @param step canary, bake, promotion or roll
 * @param stepSince when the step began
 * @param progressAt when the last progress was made
 * @param promoted whether new members may have the revision without limit
 * @param endedAt null while it is running or paused
 * @param because why it ended; null if there is nothing to say
 */
record RolloutView(
        long id,
        int from,
        int revision,
        String state,
        String step,
        Instant stepSince,
        Instant startedAt,
        Instant progressAt,
        boolean promoted,
        @Nullable Instant endedAt,
        @Nullable String because) {}
