package dev.drover.plan;

import dev.drover.provider.spi.Capabilities;
import dev.drover.spec.GroupProcess;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Makes what is missing: keeps members that were about to leave, calls failed creates again, and adds new members. */
final class Fill {
    private final Draft draft;
    private final GroupState state;

    Fill(Draft draft) {
        this.draft = draft;
        this.state = draft.state;
    }

    void decide() {
        if (state.lifecycle() == GroupState.Lifecycle.ACTIVE) {
            keepWanted();
            draft.staying().stream().filter(draft::undecided).forEach(this::settleCreate);
            replacements();
        }
    }

    /** New members for all that are missing, as far as the ceiling allows. Called once more when a repair has made room. */
    void replacements() {
        make(state.wanted() + draft.rolling.notServing() - draft.stayingCount(), Why.GROW);
    }

    /** New members above the size, which are to take the place of others. */
    void surge(int members) {
        if (draft.may(GroupProcess.FILL)) {
            make(members, Why.UPDATE);
        }
    }

    private void make(int missing, Why why) {
        int room = state.ceiling() - draft.possible();
        if (state.lifecycle() != GroupState.Lifecycle.ACTIVE || missing <= 0 || held(List.of()) || !mayCreateNow()) {
            return;
        }
        if (room < missing) {
            draft.await(Waiting.What.BUDGET, List.of(), null);
        }
        Vacancies vacancies = Vacancies.of(draft);
        Template target = draft.rolling.next();
        int ofTarget = draft.rolling.more();
        for (int i = 0; i < Math.min(missing, room) && vacancies.any(); i++) {
            Template template = i < ofTarget ? target : draft.rolling.admitted();
            provision(template, vacancies.next(), why);
        }
    }

    private void provision(Template template, Vacancies.Vacancy vacancy, Why otherwise) {
        Optional<Predecessor> predecessor = vacancy.predecessor();
        draft.provision(
                template,
                vacancy.index(),
                vacancy.logicalId(),
                predecessor.map(Predecessor::why).orElse(otherwise),
                predecessor.map(it -> it.next(state.declared())).orElse(Lineage.FIRST));
    }

    private void keepWanted() {
        int missing = state.wanted() - draft.stayingCount();
        draft.members().stream()
                .filter(draft::undecided)
                .filter(this::mayStay)
                .filter(it -> !it.pet() || state.declared().wants(it.logicalId()))
                .limit(Math.max(missing, 0))
                .forEach(draft::keep);
    }

    /** A destroy that was ever called is never undone: it may have happened. */
    private boolean mayStay(Member member) {
        return member.leaving() != null
                && !member.detached()
                && !member.sentAway()
                && notWantedNoMore(member, member.leaving().why());
    }

    private boolean notWantedNoMore(Member member, Why why) {
        return switch (why) {
            case SURPLUS -> !draft.evidence.missing(member);
            case MISSING -> !draft.evidence.missing(member) && draft.readiness.is(member, Health.Status.HEALTHY);
            case STOPPED, UNHEALTHY -> draft.readiness.is(member, Health.Status.HEALTHY);
            case OUTDATED, ANEW -> draft.rolling.updated(member) || !draft.rolling.running();
            case UNDECLARED -> draft.state.declared().wants(member.logicalId());
            case GROW, UPDATE, RELABEL, REQUESTED, DELETED, PAUSED, DETACHED, RELEASED -> false;
        };
    }

    private void settleCreate(Member member) {
        if (member.bound() != null) {
            return;
        }
        switch (member.create().state()) {
            case PLANNED -> planned(member);
            case FAILED, CANCELLED -> failed(member);
            case UNKNOWN -> unknown(member);
            case CALLED, DONE -> {}
        }
    }

    private void planned(Member member) {
        if (outdated(member)) {
            draft.end(member, new Change.MemberCancelled(member.id(), Why.OUTDATED));
        } else if (overBudget()) {
            draft.end(member, new Change.MemberCancelled(member.id(), Why.SURPLUS));
        } else if (!draft.may(GroupProcess.FILL)) {
            draft.end(member, new Change.MemberCancelled(member.id(), Why.PAUSED));
        } else if (state.frozen()) {
            draft.freeze(member);
        } else {
            draft.await(Waiting.What.CALL, List.of(member), null);
        }
    }

    private void failed(Member member) {
        if (overBudget() || outdated(member)) {
            draft.end(member, Settle.neverCreated(member));
        } else if (!held(List.of(member)) && !draft.awaitsProvider(member) && mayCreateNow()) {
            draft.callAgain(member);
        }
    }

    /** Whether making members is paused; if it is, these wait for its end. */
    private boolean held(List<Member> members) {
        boolean paused = !draft.may(GroupProcess.FILL);
        if (paused) {
            draft.holdNeeded(GroupProcess.FILL, members);
        }
        return paused;
    }

    private void unknown(Member member) {
        if (!draft.evidence.notCreated(member)) {
            return;
        }
        if (idempotent(member) && !outdated(member)) {
            if (!held(List.of(member)) && !overBudget() && !draft.awaitsProvider(member) && mayCreateNow()) {
                draft.callAgain(member);
            }
        } else if (member.pet()) {
            pet(member);
        } else {
            draft.end(member, Settle.neverCreated(member));
        }
    }

    /** Only a person can say that it is not there. */
    private void pet(Member member) {
        boolean said = draft.evidence
                .notCreatedFrom(member)
                .filter(it -> state.declared().clearedAt().isAfter(it))
                .isPresent();
        if (said) {
            draft.end(member, Settle.neverCreated(member));
        } else {
            draft.obstacles.unresolved(member);
        }
    }

    private boolean overBudget() {
        return draft.possible() > state.ceiling();
    }

    private boolean outdated(Member member) {
        return !draft.rolling.wants(member.revision());
    }

    private boolean idempotent(Member member) {
        return state.provider(member.provider())
                .flatMap(it -> Optional.ofNullable(it.capabilities()))
                .filter(Capabilities::idempotentCreate)
                .isPresent();
    }

    private boolean mayCreateNow() {
        if (state.frozen()) {
            draft.obstacles.frozen();
            return false;
        }
        if (Suspension.of(state).filter(it -> !it.isAfter(draft.now)).isPresent()) {
            return false;
        }
        String provider = draft.rolling.next().provider();
        if (state.lost(provider) || state.provider(provider).isEmpty()) {
            draft.awaitOnce(Waiting.What.PROVIDER, null);
            return false;
        }
        Instant throttled =
                state.provider(provider).map(ProviderState::throttledUntil).orElse(null);
        Instant retryAt = state.unforgivenFailures().stream()
                .map(CreateFailures::retryAt)
                .max(Comparator.naturalOrder())
                .orElse(draft.now);
        return passed(Waiting.What.BACK_OFF, retryAt)
                && (throttled == null || passed(Waiting.What.THROTTLE, throttled));
    }

    private boolean passed(Waiting.What what, Instant instant) {
        boolean passed = !instant.isAfter(draft.now);
        if (!passed) {
            draft.awaitOnce(what, instant);
        }
        return passed;
    }
}
