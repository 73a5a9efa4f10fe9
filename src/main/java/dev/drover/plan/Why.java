package dev.drover.plan;

import dev.drover.spec.GroupProcess;
import org.jspecify.annotations.Nullable;

/** Why a plan makes or destroys a member. */
public enum Why {
    GROW("the group has fewer members than declared"),
    UPDATE("another revision is rolled out"),
    MISSING("its instance is missing at the provider"),
    STOPPED("its instance stopped"),
    UNHEALTHY("it is unhealthy"),
    SURPLUS("the group has more members than declared"),
    OUTDATED("it has an older revision"),
    UNDECLARED("its logical id is not declared any more"),
    ANEW("a person wants it made anew"),
    REQUESTED("a person wants it destroyed"),
    RELABEL("other labels are declared"),
    DELETED("the group is deleted"),
    PAUSED("fill is paused"),
    DETACHED("it was detached"),
    RELEASED("its group is released");

    private final String sentence;

    Why(String sentence) {
        this.sentence = sentence;
    }

    /** For people: the end of a sentence. */
    public String sentence() {
        return sentence;
    }

    /** The process that takes members away for this reason; null if none of those that can be paused does. */
    @Nullable
    GroupProcess process() {
        return switch (this) {
            case SURPLUS, UNDECLARED -> GroupProcess.SHRINK;
            case OUTDATED, ANEW -> GroupProcess.ROLL;
            case MISSING, STOPPED, UNHEALTHY -> GroupProcess.REPAIR;
            case GROW, UPDATE, RELABEL, REQUESTED, DELETED, PAUSED, DETACHED, RELEASED -> null;
        };
    }

    /** Whether something takes the place of a member that leaves for this reason. */
    public boolean repair() {
        return this == MISSING || this == STOPPED || this == UNHEALTHY;
    }
}
