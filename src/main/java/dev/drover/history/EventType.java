package dev.drover.history;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What can happen, in the past tense. The names are part of the API. */
public enum EventType {
    GROUP_DECLARED,
    GROUP_SCALED,
    GROUP_PAUSED,
    GROUP_RESUMED,
    GROUP_RETRIED,
    GROUP_DELETION_REQUESTED,
    GROUP_DELETED,
    GROUP_RELEASE_REQUESTED,
    GROUP_RELEASED,
    GROUP_ABANDONED,
    MEMBER_PLANNED,
    MEMBER_ADOPTED,
    MEMBER_REBUILT,
    MEMBER_CANCELLED,
    MEMBER_DETACH_REQUESTED,
    MEMBER_DESTROY_REQUESTED,
    MEMBER_PROTECTED,
    MEMBER_UNPROTECTED,
    MEMBER_HELD,
    MEMBER_UNHELD,
    RECREATE_REQUESTED,
    MEMBER_DRAINING,
    MEMBER_DRAINED,
    DRAIN_FAILED,
    DRAIN_GIVEN_UP,
    MEMBER_LABELLED,
    LABEL_FAILED,
    INSTANCE_LABELLED,
    INSTANCE_UNLABELLED,
    UNLABEL_FAILED,
    MEMBER_LEAVING,
    MEMBER_KEPT,
    MEMBER_ENDED,
    INSTANCE_REQUESTED,
    INSTANCE_PROVISIONED,
    PROVISIONING_FAILED,
    OUTCOME_UNKNOWN,
    HEALTH_CHANGED,
    HEALTH_REPORTED,
    INSTANCE_STOPPED,
    INSTANCE_STARTED,
    INSTANCE_MISSING,
    INSTANCE_FOUND_AGAIN,
    INSTANCE_DESTROYED,
    DESTROY_FAILED,
    ORPHAN_FOUND,
    ORPHAN_DESTROYED,
    ORPHAN_GONE,
    CONDITION_RAISED,
    CONDITION_CLEARED,
    ROLLOUT_STARTED,
    CANARY_PASSED,
    ROLLOUT_PROMOTED,
    ROLLOUT_PAUSED,
    ROLLOUT_RESUMED,
    ROLLOUT_FAILED,
    ROLLOUT_SUCCEEDED,
    ROLLOUT_SUPERSEDED,
    ROLLED_BACK;

    private final String text = Arrays.stream(name().split("_"))
            .map(it -> it.charAt(0) + it.substring(1).toLowerCase(Locale.ROOT))
            .collect(Collectors.joining());

    /**
     * Whether it tells of what became of an action, and so belongs to the declaration that the action was planned for. Others
     * tell what a pass decides on the declaration in force.
     */
    boolean ofAction() {
        return switch (this) {
            case GROUP_DECLARED,
                    GROUP_SCALED,
                    GROUP_DELETION_REQUESTED,
                    GROUP_DELETED,
                    GROUP_RELEASE_REQUESTED,
                    GROUP_RELEASED,
                    GROUP_ABANDONED,
                    MEMBER_CANCELLED,
                    MEMBER_DRAINING,
                    DRAIN_GIVEN_UP,
                    MEMBER_LEAVING,
                    MEMBER_KEPT,
                    ORPHAN_FOUND,
                    ORPHAN_DESTROYED,
                    ORPHAN_GONE,
                    CONDITION_RAISED,
                    CONDITION_CLEARED,
                    ROLLOUT_STARTED,
                    CANARY_PASSED,
                    ROLLOUT_PROMOTED,
                    ROLLOUT_PAUSED,
                    ROLLOUT_RESUMED,
                    ROLLOUT_FAILED,
                    ROLLOUT_SUCCEEDED,
                    ROLLOUT_SUPERSEDED,
                    ROLLED_BACK -> false;
            default -> true;
        };
    }

    /** Whether it belongs to the normal life of every instance, so that most events are of this kind. */
    boolean ofEveryInstance() {
        return switch (this) {
            case MEMBER_PLANNED,
                    INSTANCE_REQUESTED,
                    INSTANCE_PROVISIONED,
                    MEMBER_LEAVING,
                    INSTANCE_DESTROYED,
                    MEMBER_ENDED -> true;
            default -> false;
        };
    }

    /** As users see it: {@code InstanceProvisioned}. */
    public String text() {
        return text;
    }
}
