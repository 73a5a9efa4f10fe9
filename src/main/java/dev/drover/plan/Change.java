package dev.drover.plan;

import dev.drover.provider.spi.Instance;
import dev.drover.spec.MemberId;
import java.util.Optional;

/** One fact that a pass decided, without an effect on a provider. Each becomes one event, but for {@link Restamped}. */
public sealed interface Change {
    /** Something was called, and its deadline passed without an answer. */
    record OutcomeUnknown(MemberId member, Call.Kind kind) implements Change {}

    /** The instance of a create without an answer was found. */
    record MemberBound(MemberId member, Instance instance) implements Change {}

    /** A create that was called is not wanted any more: its instance goes as soon as it is known. */
    record MemberLeaving(MemberId member, Why why) implements Change {}

    /** A member was to go, but is wanted again, and nobody has called its destroy. */
    record MemberKept(MemberId member) implements Change {}

    /** A create that nobody called is not wanted any more. */
    record MemberCancelled(MemberId member, Why why) implements Change {}

    /** A member is over, and its token is remembered as {@code tombstone}: RELEASED leaves its instance alone. */
    record MemberEnded(MemberId member, Tombstone tombstone) implements Change {}

    /** A member is over although nobody knows what becomes of its instance: should it be seen again, it is destroyed. */
    record MemberAbandoned(MemberId member, Tombstone tombstone) implements Change {}

    /** A planned action that a command fenced is still wanted. */
    record Restamped(MemberId member, Call.Kind kind) implements Change {}

    /** The work of a member did not stop in its time, and nobody asks for that any more. */
    record DrainGivenUp(MemberId member) implements Change {}

    /** A rollout is another than it was. */
    record RolloutChanged(Rollout rollout, What what) implements Change {
        /** In what it has changed. */
        public enum What {
            STARTED,
            PROGRESSED,
            CANARY_PASSED,
            PROMOTED,
            FAILED,
            SUCCEEDED,
            SUPERSEDED
        }
    }

    /** All of the group has this revision, and at least one member was ready. */
    record RevisionProven(int revision) implements Change {}

    /** A rollout failed, and this revision is declared again. */
    record RolledBack(int revision) implements Change {}

    /** The last member of a group that is being deleted is gone. */
    record GroupDeleted() implements Change {}

    /** The last member of a group that is being released is gone, or left alone. */
    record GroupReleased() implements Change {}

    /** The member that it is about; empty if it is about the group. */
    default Optional<MemberId> of() {
        return switch (this) {
            case OutcomeUnknown it -> Optional.of(it.member());
            case MemberBound it -> Optional.of(it.member());
            case MemberLeaving it -> Optional.of(it.member());
            case MemberKept it -> Optional.of(it.member());
            case MemberCancelled it -> Optional.of(it.member());
            case MemberEnded it -> Optional.of(it.member());
            case MemberAbandoned it -> Optional.of(it.member());
            case Restamped it -> Optional.of(it.member());
            case DrainGivenUp it -> Optional.of(it.member());
            case RolloutChanged it -> Optional.empty();
            case RevisionProven it -> Optional.empty();
            case RolledBack it -> Optional.empty();
            case GroupDeleted it -> Optional.empty();
            case GroupReleased it -> Optional.empty();
        };
    }

    /** What is remembered for ever of a token. */
    enum Tombstone {
        RELEASED,
        NEVER_CREATED,
        ENDED
    }
}
