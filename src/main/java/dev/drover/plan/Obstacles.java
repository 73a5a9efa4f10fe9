package dev.drover.plan;

import dev.drover.spec.GroupProcess;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a plan would do if it might: what people have paused, held or protected, and what was tried too often. */
final class Obstacles {
    private final Map<GroupProcess, Set<Member>> paused = new EnumMap<>(GroupProcess.class);
    private boolean readinessNeedsIt;
    private boolean frozenInNeed;
    /** Members that a process would act on, were they not held or protected. */
    private final Map<GroupProcess, List<Member>> exempt = new EnumMap<>(GroupProcess.class);

    private @Nullable Breaker breaker;
    private final List<Member> gaveUp = new ArrayList<>();
    private final List<Member> undrained = new ArrayList<>();
    private final List<Member> mislabelled = new ArrayList<>();
    private final List<Member> unresolved = new ArrayList<>();

    /** A member would have been made, were the group not frozen. */
    void frozen() {
        frozenInNeed = true;
    }

    boolean isFrozenInNeed() {
        return frozenInNeed;
    }

    void pause(GroupProcess process, List<Member> on) {
        paused.computeIfAbsent(process, it -> new HashSet<>()).addAll(on);
    }

    /** Time alone never makes up for what is paused: without it the group does not become ready. */
    void readinessNeedsIt() {
        readinessNeedsIt = true;
    }

    boolean isReadinessInNeed() {
        return readinessNeedsIt;
    }

    Map<GroupProcess, Set<Member>> paused() {
        return paused;
    }

    void exempt(GroupProcess process, Member member) {
        exempt.computeIfAbsent(process, it -> new ArrayList<>()).add(member);
    }

    List<Member> exempt(GroupProcess process) {
        return exempt.getOrDefault(process, List.of());
    }

    /** So many members became unhealthy that none of them is replaced now. */
    void breaker(Breaker tripped) {
        breaker = tripped;
    }

    @Nullable
    Breaker breaker() {
        return breaker;
    }

    /** A member is broken, and was replaced too often to be replaced again. */
    void gaveUp(Member member) {
        gaveUp.add(member);
    }

    List<Member> gaveUp() {
        return gaveUp;
    }

    /** A member's labels could not be set so far. */
    void mislabelled(Member member) {
        mislabelled.add(member);
    }

    List<Member> mislabelled() {
        return mislabelled;
    }

    /** Nobody but a person can tell what came of a pet's create. */
    void unresolved(Member member) {
        unresolved.add(member);
    }

    List<Member> unresolved() {
        return unresolved;
    }

    /** A member's work did not stop in its time, and it is left alone. */
    void undrained(Member member) {
        undrained.add(member);
    }

    List<Member> undrained() {
        return undrained;
    }
}
