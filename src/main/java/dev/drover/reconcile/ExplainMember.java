package dev.drover.reconcile;

import dev.drover.group.GroupStatus;
import dev.drover.plan.Bound;
import dev.drover.plan.Condition;
import dev.drover.plan.Declared;
import dev.drover.plan.Health;
import dev.drover.plan.Member;
import dev.drover.plan.Waiting;
import dev.drover.plan.Wishes;
import dev.drover.reconcile.Explanation.Sentence;
import dev.drover.spec.UpdatePolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts what is stored of one member into words. Pure. In this order: the headline, whether a pass is awaited, what is wrong with the
 * member and what becomes of it, what people want of it, what holds up its group because of it, what is waited for, the last errors,
 * why it was made.
 */
final class ExplainMember {
    private static final String ABOUT = "member";
    /** These are told with the member, more exactly. */
    private static final Set<Waiting.What> TOLD = Set.of(Waiting.What.READINESS, Waiting.What.RESUME);

    private final Loaded loaded;
    private final Member member;
    private final MemberStory story;
    private final Phrases phrases;
    private final String id;
    private final @Nullable GroupStatus status;

    private ExplainMember(Loaded loaded, Member member, MemberStory story) {
        this.loaded = loaded;
        this.member = member;
        this.story = story;
        this.phrases = new Phrases(loaded.now());
        this.id = member.id().toString();
        this.status = loaded.status() == null ? null : about(loaded.status(), id);
    }

    /** A member that has not ended. */
    static MemberExplanation of(Loaded loaded, Member member, MemberStory story) {
        return new ExplainMember(loaded, member, story).explanation();
    }

    /** A member that has ended. */
    static MemberExplanation ended(MemberStory story, Instant now) {
        Phrases phrases = new Phrases(now);
        String id = story.id().toString();
        Instant at = story.endedAt();
        String when = at == null ? "" : " at " + phrases.at(at);
        String why = story.endedBecause() == null ? "" : ": " + story.endedBecause();
        Sentence headline = new Sentence(
                ABOUT,
                phrases.sentence(id + " ended" + when + why),
                at,
                story.replacedBy() == null ? null : story.replacedBy() + " took its place.",
                null,
                List.of(id));
        return new MemberExplanation(
                id, story.id().group().value(), false, List.of(headline, made(story, phrases, id)));
    }

    private MemberExplanation explanation() {
        List<Sentence> wrong = wrong();
        Optional<Sentence> awaited = Explain.awaited(loaded);
        boolean asDeclared = wrong.isEmpty() && awaited.isEmpty();
        List<Sentence> sentences = new ArrayList<>();
        sentences.add(headline(asDeclared));
        awaited.ifPresent(sentences::add);
        sentences.addAll(wrong);
        if (keepsItsRevision()) {
            outdated().ifPresent(sentences::add);
        }
        sentences.addAll(wishes());
        if (status != null) {
            new ExplainConditions(loaded.state().group().toString(), status, phrases)
                    .sentences()
                    .forEach(sentences::add);
            new ExplainWaits(loaded.state().group().toString(), status, phrases)
                    .sentences()
                    .forEach(sentences::add);
        }
        story.errors().stream().map(this::error).forEach(sentences::add);
        sentences.add(made(story, phrases, id));
        return new MemberExplanation(id, loaded.state().group().toString(), asDeclared, sentences);
    }

    /** What the last pass left that is about this member. */
    private static GroupStatus about(GroupStatus status, String id) {
        List<GroupStatus.Waiting> waits = status.waitingOn().stream()
                .filter(it -> it.members().contains(id))
                .map(it -> new GroupStatus.Waiting(it.what(), List.of(id), it.until()))
                .toList();
        boolean resume = waits.stream().anyMatch(it -> it.what().equals(Waiting.What.RESUME.text()));
        return new GroupStatus(
                status.observedGeneration(),
                status.converged(),
                status.ready(),
                status.size(),
                status.revision(),
                status.rollout(),
                status.conditions().stream()
                        .filter(it -> it.message().contains(id)
                                || (resume && it.type().equals(Condition.Type.PAUSED.text())))
                        .toList(),
                waits.stream()
                        .filter(it -> TOLD.stream().noneMatch(told -> it.what().equals(told.text())))
                        .toList(),
                status.lastErrors());
    }

    private Sentence headline(boolean asDeclared) {
        String where = story.providerId() == null
                ? "it has no instance at " + story.provider() + " yet"
                : "its instance is " + story.providerId() + " at " + story.provider();
        return sentence(id + (asDeclared ? " is as declared: " : " is not as declared: ") + where, null, null, null);
    }

    private List<Sentence> wrong() {
        List<Sentence> wrong = new ArrayList<>();
        Member.Leaving leaving = member.leaving();
        if (leaving != null) {
            String why = story.endedBecause() == null ? leaving.why().sentence() : story.endedBecause();
            wrong.add(sentence(
                    id + " is to go since " + phrases.at(leaving.since()) + ": " + why, leaving.since(), null, null));
            return wrong;
        }
        serving().ifPresent(wrong::add);
        if (!keepsItsRevision()) {
            outdated().ifPresent(wrong::add);
        }
        if (member.wishes().anew()) {
            wrong.add(sentence(
                    id + " is to be made anew, as somebody asked", null, "It is replaced as a rollout would.", null));
        }
        if (member.bound() != null
                && member.labelled() < loaded.state().declared().labels()) {
            wrong.add(sentence(
                    id + " has the labels of an older generation", null, "The declared ones are set on it.", null));
        }
        return wrong;
    }

    /** Why it is not ready. */
    private Optional<Sentence> serving() {
        Bound bound = member.bound();
        if (bound == null) {
            return Optional.of(sentence(
                    id + " is being made since " + phrases.at(member.createdAt()), member.createdAt(), null, null));
        }
        if (loaded.status() != null) {
            Optional<Sentence> failing = new ExplainMembers(loaded, loaded.status(), phrases).failing(member);
            if (failing.isPresent()) {
                return failing;
            }
        }
        Declared declared = loaded.state().declared();
        Health health = loaded.state().health(member, bound, loaded.now());
        Instant readyAt = health.since().plus(declared.update().minReady());
        return switch (health.status()) {
            case HEALTHY ->
                readyAt.isAfter(loaded.now())
                        ? Optional.of(sentence(
                                id + " is healthy since " + phrases.at(health.since())
                                        + ", and not for long enough to count as ready",
                                health.since(),
                                "It is ready at " + phrases.at(readyAt) + ", if it stays healthy.",
                                readyAt))
                        : Optional.empty();
            case UNKNOWN ->
                Optional.of(sentence(
                        "Whether " + id + " is healthy is not known since " + phrases.at(health.since()) + ": "
                                + health.reason(),
                        health.since(),
                        "Nothing is taken away for that.",
                        null));
            case UNHEALTHY ->
                Optional.of(sentence(id + " is unhealthy: " + health.reason(), health.since(), null, null));
        };
    }

    /** Then an older revision is as declared, as it is for the group. */
    private boolean keepsItsRevision() {
        return loaded.state().declared().update().strategy() == UpdatePolicy.Strategy.ON_REPLACE
                && member.leaving() == null;
    }

    private Optional<Sentence> outdated() {
        int declared = loaded.state().declared().revision();
        return member.revision() == declared
                ? Optional.empty()
                : Optional.of(sentence(
                        id + " has revision " + member.revision() + ", and " + declared + " is declared",
                        null,
                        becomesOfOutdated(),
                        null));
    }

    private String becomesOfOutdated() {
        if (keepsItsRevision()) {
            return "It keeps it until it is replaced for another reason: update.strategy is onReplace.";
        }
        GroupStatus.Rollout rollout =
                loaded.status() == null ? null : loaded.status().rollout();
        String state = rollout == null ? "running" : rollout.state();
        return switch (state) {
            case "failed" -> "It keeps it, for the rollout failed.";
            case "paused" -> "It keeps it while the rollout is paused.";
            default -> "The rollout replaces it when its turn comes.";
        };
    }

    private List<Sentence> wishes() {
        Wishes wishes = member.wishes();
        List<Sentence> told = new ArrayList<>();
        if (wishes.held()) {
            told.add(sentence(
                    id + " is held: nobody repairs it, rolls it or takes it away",
                    null,
                    "POST /v1/members/" + id + "/unhold lifts that.",
                    null));
        }
        if (wishes.shielded()) {
            told.add(sentence(
                    id + " is protected: its instance is not taken away while it exists",
                    null,
                    "POST /v1/members/" + id + "/unprotect lifts that.",
                    null));
        }
        Wishes.Request request = wishes.request();
        if (request != null) {
            String what = request.kind() == Wishes.Kind.DETACH ? "left alone for ever" : "destroyed";
            told.add(sentence(request.by() + " asked for " + id + " to be " + what, null, null, null));
        }
        return told;
    }

    private Sentence error(MemberStory.Failure failure) {
        String when = failure.at() == null ? "" : " at " + phrases.at(failure.at());
        return new Sentence(
                "lastError",
                phrases.sentence(
                        "The last " + failure.call() + " of " + id + " failed" + when + ": " + failure.message()),
                failure.at(),
                null,
                null,
                List.of(id));
    }

    private static Sentence made(MemberStory story, Phrases phrases, String id) {
        return new Sentence(
                ABOUT,
                phrases.sentence(id + " was made at " + phrases.at(story.createdAt()) + ": " + story.createdBecause()),
                story.createdAt(),
                null,
                null,
                List.of(id));
    }

    private Sentence sentence(String words, @Nullable Instant since, @Nullable String next, @Nullable Instant at) {
        return new Sentence(ABOUT, phrases.sentence(words), since, next, at, List.of(id));
    }
}
