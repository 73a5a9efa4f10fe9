package dev.drover.plan;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Draws the conclusions: binds what was found, ends what is proven gone, and gives up on answers that are overdue. */
final class Settle {
    private final Draft draft;
    private final Evidence evidence;

    Settle(Draft draft) {
        this.draft = draft;
        this.evidence = draft.evidence;
    }

    void decide() {
        draft.members().forEach(this::settle);
    }

    private void settle(Member member) {
        if (member.bound() == null) {
            create(member, member.create());
        } else if (member.detached() && !member.destroyCalled()) {
            release(member);
        } else if (!member.stays()) {
            destroy(member);
        }
    }

    /**
     * What was sent is over first: nothing of ours reaches its instance afterwards, which may be another group's by then. So are
     * the copies of its instance: they have its token, which nobody may destroy any more.
     */
    private void release(Member member) {
        if (draft.state.orphans().copied().contains(member.id())) {
            draft.awaitDecided(Waiting.What.ORPHANS, member, null);
            return;
        }
        Stream.of(Call.Kind.DRAIN, Call.Kind.LABEL)
                .flatMap(it -> Stream.ofNullable(member.call(it)))
                .filter(it -> it.underWay(draft.now))
                .map(it -> Objects.requireNonNull(it.deadline()))
                .max(Comparator.naturalOrder())
                .ifPresentOrElse(
                        it -> draft.awaitDecided(Waiting.What.ANSWER, member, it), () -> draft.release(member));
    }

    private void create(Member member, Call create) {
        switch (create.state()) {
            case PLANNED -> planned(member);
            case CALLED -> called(member, create, Call.Kind.PROVISION);
            case UNKNOWN -> unknown(member);
            case FAILED, CANCELLED -> endIfUnwanted(member);
            case DONE -> throw new IllegalStateException(member.id() + " has a finished create and no instance");
        }
    }

    private void planned(Member member) {
        if (member.detached()) {
            draft.end(member, new Change.MemberCancelled(member.id(), released() ? Why.RELEASED : Why.DETACHED));
        } else if (member.leaving() != null) {
            draft.end(
                    member,
                    new Change.MemberCancelled(member.id(), member.leaving().why()));
        }
    }

    private boolean released() {
        return draft.state.lifecycle() == GroupState.Lifecycle.RELEASING;
    }

    private void called(Member member, Call call, Call.Kind kind) {
        Instant deadline = Objects.requireNonNull(call.deadline());
        if (deadline.isAfter(draft.now)) {
            draft.await(Waiting.What.ANSWER, List.of(member), deadline);
        } else {
            draft.change(member, new Change.OutcomeUnknown(member.id(), kind));
            draft.lookAt(draft.now);
        }
    }

    private void unknown(Member member) {
        if (member.found() != null) {
            draft.change(member, new Change.MemberBound(member.id(), member.found()));
            draft.lookAt(draft.now);
        } else if (!evidence.notCreated(member)) {
            draft.await(
                    Waiting.What.OUTCOME,
                    List.of(member),
                    evidence.notCreatedFrom(member)
                            .filter(it -> it.isAfter(draft.now))
                            .orElse(null)); // from then on only a look ends the wait
        } else {
            endIfUnwanted(member);
        }
    }

    private void endIfUnwanted(Member member) {
        if (member.leaving() != null || member.detached()) {
            draft.end(member, neverCreated(member));
        }
    }

    static Change neverCreated(Member member) {
        return new Change.MemberEnded(member.id(), Change.Tombstone.NEVER_CREATED);
    }

    private void destroy(Member member) {
        Why why = Objects.requireNonNull(member.leaving()).why();
        Call destroy = member.destroy();
        if (destroy == null) {
            return; // Fill may still keep it, see Finish
        }
        switch (destroy.state()) {
            case PLANNED -> {} // Fill may still undo it, see Finish
            case CALLED -> called(member, destroy, Call.Kind.DESTROY);
            case CANCELLED -> {} // it stayed then, see Finish
            case UNKNOWN, FAILED -> again(member, destroy, why);
            case DONE -> answered(member, destroy, why);
        }
    }

    private void answered(Member member, Call destroy, Why why) {
        if (evidence.gone(member)) {
            draft.end(member, new Change.MemberEnded(member.id(), Change.Tombstone.ENDED));
        } else if (evidence.stillShown(member)) {
            again(member, destroy, why);
        } else {
            draft.await(Waiting.What.PROOF_OF_ABSENCE, List.of(member), null);
        }
    }

    private void again(Member member, Call destroy, Why why) {
        if (draft.awaitsProvider(member)) {
            return;
        }
        Instant retryAt = CreateFailures.retryAt(destroy, draft.state.declared().clearedAt());
        if (retryAt.isAfter(draft.now)) {
            draft.await(Waiting.What.BACK_OFF, List.of(member), retryAt);
        } else {
            draft.destroy(member, why);
        }
    }
}
