package dev.drover.plan;

/** Why a plan makes or destroys a member. */
public enum Why {
    GROW("the group is to be larger"),
    MISSING("its instance is missing at the provider"),
    STOPPED("its instance stopped"),
    UNHEALTHY("it is unhealthy"),
    SURPLUS("the group is to be smaller"),
    DELETED("the group is deleted");

    private final String sentence;

    Why(String sentence) {
        this.sentence = sentence;
    }

    /** For people: the end of a sentence. */
    public String sentence() {
        return sentence;
    }

    /** Whether something takes the place of a member that leaves for this reason. */
    boolean repair() {
        return this == MISSING || this == STOPPED || this == UNHEALTHY;
    }
}
