package dev.drover.group;

import dev.drover.spec.GroupProcess;
import jakarta.persistence.Embeddable;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Since when each process of a group is paused; null if it is not. */
@Embeddable
class Pauses {
    private @Nullable Instant fillPausedAt;
    private @Nullable Instant shrinkPausedAt;
    private @Nullable Instant repairPausedAt;
    private @Nullable Instant rollPausedAt;

    Map<GroupProcess, Instant> since() {
        Map<GroupProcess, Instant> since = new EnumMap<>(GroupProcess.class);
        put(since, GroupProcess.FILL, fillPausedAt);
        put(since, GroupProcess.SHRINK, shrinkPausedAt);
        put(since, GroupProcess.REPAIR, repairPausedAt);
        put(since, GroupProcess.ROLL, rollPausedAt);
        return since;
    }

    private static void put(Map<GroupProcess, Instant> since, GroupProcess process, @Nullable Instant instant) {
        if (instant != null) {
            since.put(process, instant);
        }
    }

    /** @param since null ends the pause */
    void set(GroupProcess process, @Nullable Instant since) {
        switch (process) {
            case FILL -> fillPausedAt = since;
            case SHRINK -> shrinkPausedAt = since;
            case REPAIR -> repairPausedAt = since;
            case ROLL -> rollPausedAt = since;
        }
    }
}
