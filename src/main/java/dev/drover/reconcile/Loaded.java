package dev.drover.reconcile;

import dev.drover.group.GroupStatus;
import dev.drover.plan.GroupState;
import dev.drover.plan.Member;
import dev.drover.spec.MemberId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One consistent reading of a group.
 *
 * @param epoch the group's epoch when it was read: recording compares it
 * @param fence the epoch of the last command
 * @param statusFence the last command that the pass knew which left the status; 0 before the first
 * @param now Postgres's time, but never before the last pass's
 * @param owner the installation's owner id
 * @param specs the newest declaration, as declared, and the same with what members are made from before it is promoted; by
 *     revision
 * @param rollout the newest; null before the first
 * @param status what the last pass left; null before the first
 * @param errors the newest failures of actions that still matter, newest first
 */
record Loaded(
        long id,
        long epoch,
        long fence,
        long statusFence,
        Instant now,
        String owner,
        GroupState state,
        Map<Integer, JsonNode> specs,
        @Nullable StoredRollout rollout,
        @Nullable GroupStatus status,
        List<GroupStatus.LastError> errors) {

    /** Whether no pass has told yet what became of the last command. */
    boolean unanswered() {
        return statusFence < fence;
    }

    Map<MemberId, Member> membersById() {
        return state.members().stream().collect(Collectors.toUnmodifiableMap(Member::id, Function.identity()));
    }
}
