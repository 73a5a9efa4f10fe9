package dev.drover.plan;

import dev.drover.provider.spi.LogicalId;
import dev.drover.spec.GroupProcess;
import dev.drover.spec.MemberId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A plan being made: the state, and what was decided so far. The policies claim members and budget from it in turn. */
final class Draft {
    private static final Duration LONGEST_LOOK = Duration.ofMinutes(1);

    final GroupState state;
    final Instant now;
    final Evidence evidence;
    final Readiness readiness;
    final Rolling rolling;
    final Obstacles obstacles = new Obstacles();
    final Succession succession;
    final Drains drains;
    final List<Action> actions = new ArrayList<>();
    final List<Change> changes = new ArrayList<>();
    final List<Waiting> waiting = new ArrayList<>();
    final List<Condition> conditions = new ArrayList<>();

    private final List<Member> members;
    private final Set<MemberId> decided = new HashSet<>();
    private final Set<MemberId> ended = new HashSet<>();
    private final Map<MemberId, Why> leaving = new HashMap<>();
    private @Nullable List<Member> staying;
    private int added;
    private int possible;
    private Instant nextChange = Instant.MAX;
    private Instant nextLook;

    Draft(GroupState state, Instant now) {
        this.state = state;
        this.now = now;
        this.evidence = new Evidence(state, now);
        this.readiness = new Readiness(state, now, evidence);
        this.rolling = new Rolling(this);
        this.succession = new Succession(this);
        this.drains = new Drains(this);
        this.nextLook = now.plus(LONGEST_LOOK);
        this.members = state.members().stream()
                .sorted(Comparator.comparing(Member::id))
                .toList();
        this.possible = (int) members.stream().filter(Member::possible).count()
                + state.orphans().doomed();
        members.stream()
                .filter(it -> it.leaving() != null)
                .forEach(it -> leaving.put(it.id(), it.leaving().why()));
    }

    /** All members that this plan does not end, in a stable order. */
    List<Member> members() {
        return ended.isEmpty()
                ? members
                : members.stream().filter(it -> !ended.contains(it.id())).toList();
    }

    /** The members that are to stay. */
    List<Member> staying() {
        if (staying == null) {
            staying = members().stream()
                    .filter(it -> !leaving.containsKey(it.id()) && !it.detached())
                    .toList();
        }
        return staying;
    }

    /** How many members are to stay, new ones included. */
    int stayingCount() {
        return staying().size() + added;
    }

    /** How many of them are as they should be. */
    int updated() {
        return (int) staying().stream().filter(rolling::updated).count() + addedOf(rolling.wanted());
    }

    /** How many new members of this plan have this revision. */
    int addedOf(int revision) {
        return (int) actions.stream()
                .filter(it -> it instanceof Action.Provision provision && provision.revision() == revision)
                .count();
    }

    /** How many machines may exist when everything decided is carried out: doubt counts. */
    int possible() {
        return possible + added;
    }

    boolean may(GroupProcess process) {
        return state.pausedSince(process).isEmpty();
    }

    /** The paused process without which nothing is taken away for this reason; empty if it may be. */
    Optional<GroupProcess> stopped(@Nullable Why why) {
        GroupProcess process = why == null ? null : why.process();
        if (process == null) {
            return Optional.empty();
        }
        // A repair that cannot put another member there would only make the group smaller.
        Stream<GroupProcess> needed =
                process == GroupProcess.REPAIR ? Stream.of(process, GroupProcess.FILL) : Stream.of(process);
        return needed.filter(it -> !may(it)).findFirst();
    }

    /** Notes that a paused process would have acted, on these members or on the group; nothing else acts on them either. */
    void hold(GroupProcess process, List<Member> on) {
        on.forEach(it -> decided.add(it.id()));
        obstacles.pause(process, on);
    }

    /** The same, where time alone never makes up for it: without this the group does not become ready. */
    void holdNeeded(GroupProcess process, List<Member> on) {
        hold(process, on);
        obstacles.readinessNeedsIt();
    }

    /** Whether people have said that nobody takes this member away for this reason. */
    boolean exempt(Member member, @Nullable Why why) {
        if (why == null || why.process() == null) {
            return false;
        }
        return member.wishes().held() || (member.wishes().shielded() && why != Why.MISSING);
    }

    /**
     * Whether the listings of its provider are good enough to take this member away; if not, that is waited for. What a person
     * asked for, by its id or by deleting the group, does not rest on them.
     */
    boolean mayTakeAway(Member member, Why why) {
        if (awaitsProvider(member)) {
            return false;
        }
        boolean asked =
                why == Why.DELETED || why == Why.REQUESTED || state.lifecycle() == GroupState.Lifecycle.DELETING;
        boolean may = asked || (evidence.fresh(member.provider()) && !evidence.suspect(member.provider()));
        if (!may) {
            await(Waiting.What.OBSERVATION, List.of(member), null);
        }
        return may;
    }

    /** Whether nobody can ask the member's provider now; if so, that is waited for. */
    boolean awaitsProvider(Member member) {
        boolean lost = state.lost(member.provider());
        if (lost) {
            decided.add(member.id());
            await(Waiting.What.PROVIDER, List.of(member), null);
        }
        return lost;
    }

    /** Whether an unhealthy member had its time to become healthy: within its startup only one that has been ready before. */
    boolean hadItsChance(Member member) {
        boolean chance = readiness.everReady(member) || readiness.startupOver(member);
        if (!chance) {
            readiness.startupEnd(member).ifPresent(this::lookAt);
        }
        return chance;
    }

    boolean undecided(Member member) {
        return !decided.contains(member.id());
    }

    @Nullable
    Why leavingWhy(Member member) {
        return leaving.get(member.id());
    }

    void provision(Template template, int index, @Nullable LogicalId logicalId, Why why, Lineage lineage) {
        added++;
        actions.add(new Action.Provision(
                new Action.NewMember(added, index, logicalId), template.revision(), template.provider(), why, lineage));
    }

    void callAgain(Member member) {
        decided.add(member.id());
        actions.add(new Action.ProvisionAgain(member.id()));
    }

    /** Takes a bound member away: it leaves by that. What it still does is stopped first. */
    void takeAway(Member member, Why why) {
        decided.add(member.id());
        if (leaving.putIfAbsent(member.id(), why) == null) {
            staying = null;
        }
        drains.step(member, why);
    }

    /** Plans the destroy of a bound member, for the first time or again. */
    void destroy(Member member, Why why) {
        decided.add(member.id());
        if (leaving.putIfAbsent(member.id(), why) == null) {
            staying = null;
        }
        actions.add(new Action.Destroy(member.id(), why));
    }

    void act(Action action) {
        actions.add(action);
    }

    void leave(Member member, Why why) {
        decided.add(member.id());
        leaving.put(member.id(), why);
        staying = null;
        changes.add(new Change.MemberLeaving(member.id(), why));
    }

    void keep(Member member) {
        decided.add(member.id());
        leaving.remove(member.id());
        staying = null;
        changes.add(new Change.MemberKept(member.id()));
    }

    /** Lets a member's instance go, and has our labels taken away from it if that is wanted and can be done. */
    void release(Member member) {
        end(member, new Change.MemberEnded(member.id(), Change.Tombstone.RELEASED));
        if (member.wishes().unlabels() && state.takesLabelsAway(member.provider())) {
            act(new Action.Unlabel(member.id()));
        }
    }

    void end(Member member, Change change) {
        decided.add(member.id());
        if (ended.add(member.id()) && member.possible()) {
            possible--;
        }
        staying = null;
        changes.add(change);
    }

    void change(Member member, Change change) {
        decided.add(member.id());
        changes.add(change);
    }

    /** A create that is planned is not called, for what was found unexplained came after it and fenced it. */
    void freeze(Member member) {
        decided.add(member.id());
        obstacles.frozen();
    }

    /** Notes a wait; when it ends by itself the group is looked at again. */
    void await(Waiting.What what, List<Member> on, @Nullable Instant until) {
        waiting.add(new Waiting(what, on.stream().map(Member::id).sorted().toList(), until));
        if (until != null) {
            lookAt(until);
        }
    }

    /** Notes a wait on a member that nothing else is decided about. */
    void awaitDecided(Waiting.What what, Member on, @Nullable Instant until) {
        decided.add(on.id());
        await(what, List.of(on), until);
    }

    /** Notes a wait of the whole group, but not twice. */
    void awaitOnce(Waiting.What what, @Nullable Instant until) {
        if (waiting.stream().noneMatch(it -> it.what() == what && it.members().isEmpty())) {
            await(what, List.of(), until);
        }
    }

    /** At this instant time alone changes the answer. */
    void lookAt(Instant instant) {
        Instant earliest = instant.isAfter(now) ? instant : now;
        if (earliest.isBefore(nextChange)) {
            nextChange = earliest;
        }
        lookUnlessListed(earliest);
    }

    /** At this instant time changes the answer if the provider is not listed by then. */
    void lookUnlessListed(Instant instant) {
        if (instant.isBefore(nextLook)) {
            nextLook = instant;
        }
    }

    Instant nextLook() {
        return nextLook;
    }

    /** When time alone changes the answer, however late that is; {@link Instant#MAX} if it never does. */
    Instant nextChange() {
        return nextChange;
    }
}
