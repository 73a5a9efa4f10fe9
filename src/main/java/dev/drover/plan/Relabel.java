package dev.drover.plan;

import dev.drover.plan.Call.State;
import java.time.Instant;
import java.util.List;

/** Gives instances the labels that are declared now. It is in nobody's way, and nobody's budget. */
final class Relabel {
    private final Draft draft;

    Relabel(Draft draft) {
        this.draft = draft;
    }

    void decide() {
        if (draft.state.lifecycle() == GroupState.Lifecycle.ACTIVE) {
            draft.staying().stream()
                    .filter(it -> it.bound() != null && !draft.evidence.missing(it) && !draft.state.lost(it.provider()))
                    .filter(it -> it.labelled() != draft.state.declared().labels())
                    .forEach(this::label);
        }
    }

    private void label(Member member) {
        Call call = member.label();
        if (call == null || call.state() == State.DONE || call.state() == State.CANCELLED) {
            draft.act(new Action.Label(member.id()));
            return;
        }
        if (call.attempts() > 1 || call.state() == State.FAILED || call.state() == State.UNKNOWN) {
            draft.obstacles.mislabelled(member);
        }
        switch (call.state()) {
            case PLANNED -> planned(member, call);
            case CALLED -> called(member, call);
            default -> again(member, call);
        }
    }

    private void planned(Member member, Call call) {
        if (call.fenced()) {
            draft.changes.add(new Change.Restamped(member.id(), Call.Kind.LABEL));
        } else {
            draft.await(Waiting.What.LABELS, List.of(member), null);
        }
    }

    private void called(Member member, Call call) {
        Instant deadline = call.deadline();
        if (deadline == null || deadline.isAfter(draft.now)) {
            draft.await(Waiting.What.LABELS, List.of(member), deadline);
        } else {
            draft.changes.add(new Change.OutcomeUnknown(member.id(), Call.Kind.LABEL));
            draft.lookAt(draft.now);
        }
    }

    private void again(Member member, Call call) {
        Instant retryAt = CreateFailures.retryAt(call, draft.state.declared().clearedAt());
        if (retryAt.isAfter(draft.now)) {
            draft.await(Waiting.What.BACK_OFF, List.of(member), retryAt);
        } else {
            draft.act(new Action.Label(member.id()));
        }
    }
}
