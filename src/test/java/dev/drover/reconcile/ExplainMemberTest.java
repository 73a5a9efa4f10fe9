package dev.drover.reconcile;

import static dev.drover.reconcile.StoredGroup.NOW;
import static dev.drover.reconcile.StoredGroup.SINCE;
import static dev.drover.reconcile.StoredGroup.WEB;
import static dev.drover.reconcile.StoredGroup.YESTERDAY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.group.GroupStatus;
import dev.drover.plan.Health;
import dev.drover.plan.Member;
import dev.drover.plan.Why;
import dev.drover.plan.Wishes;
import dev.drover.spec.MemberId;
import dev.drover.spec.UpdatePolicy;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExplainMemberTest {
    private static final Health HEALTHY = new Health(Health.Status.HEALTHY, "GET / answered 200", YESTERDAY);
    private static final String MADE =
            "web-000001 was made at 2025-12-31T22:00:00Z: the group has fewer members than declared.";
    private static final MemberId ID = new MemberId(WEB, 1);

    private final StoredGroup group = new StoredGroup();

    @Test
    void aReadyMemberIsAsDeclared() {
        MemberExplanation explanation = explain(StoredGroup.probed(1, HEALTHY, true, YESTERDAY));

        assertThat(explanation.asDeclared()).isTrue();
        assertThat(explanation.text()).isEqualTo("""
                web-000001 is as declared: its instance is i-7 at cloud.
                """ + MADE + "\n");
    }

    @Test
    void anUnhealthyMemberIsToldAsItsGroupTellsIt() {
        assertThat(wrong(StoredGroup.unhealthy(1, true)))
                .isEqualTo("web-000001 is unhealthy since 03:12:07Z: GET http://10.0.0.7/ answered 500."
                        + " It is replaced as soon as it surely serves nobody.");
    }

    @Test
    void aMemberThatIsHealthyForTooShortAWhileSaysWhenItIsReady() {
        Health since = new Health(Health.Status.HEALTHY, "GET / answered 200", NOW.minusSeconds(3));
        assertThat(wrong(StoredGroup.probed(1, since, false, YESTERDAY)))
                .isEqualTo("web-000001 is healthy since 03:14:57Z, and not for long enough to count as ready."
                        + " It is ready at 03:15:07Z, if it stays healthy.");
    }

    @Test
    void ofAMemberThatNobodyCanJudgeNothingIsTakenAway() {
        assertThat(wrong(StoredGroup.probed(1, null, false, SINCE)))
                .isEqualTo("Whether web-000001 is healthy is not known since 03:12:07Z: not probed yet."
                        + " Nothing is taken away for that.");
    }

    @Test
    void whatBecomesOfAnOldRevisionDependsOnItsRollout() {
        Member old = revision(StoredGroup.probed(1, HEALTHY, true, YESTERDAY), 0);
        String has = "web-000001 has revision 0, and 1 is declared. ";
        assertThat(wrong(old)).isEqualTo(has + "The rollout replaces it when its turn comes.");
        rollout("failed");
        assertThat(wrong(old)).isEqualTo(has + "It keeps it, for the rollout failed.");
        rollout("paused");
        assertThat(wrong(old)).isEqualTo(has + "It keeps it while the rollout is paused.");
    }

    @Test
    void anOldRevisionIsAsDeclaredWhereItIsKeptUntilSomethingElseReplacesIt() {
        UpdatePolicy usual = UpdatePolicy.DEFAULT;
        group.update = new UpdatePolicy(
                UpdatePolicy.Strategy.ON_REPLACE,
                usual.maxSurge(),
                usual.maxUnavailable(),
                usual.minReady(),
                usual.progressDeadline(),
                usual.canary(),
                usual.onFailure());
        MemberExplanation explanation = explain(revision(StoredGroup.probed(1, HEALTHY, true, YESTERDAY), 0));

        assertThat(explanation.asDeclared()).isTrue();
        assertThat(explanation.text())
                .contains("web-000001 has revision 0, and 1 is declared. It keeps it until it is replaced for another"
                        + " reason: update.strategy is onReplace.\n");
    }

    @Test
    void aMemberThatGoesSaysWhyAndWhatItWaitsFor() {
        group.wait("drain", NOW.plusSeconds(60), "web-000001");
        group.wait("drain", NOW.plusSeconds(90), "web-000002");
        Member leaving = leaving(StoredGroup.probed(1, HEALTHY, true, YESTERDAY));

        assertThat(explain(leaving).text()).isEqualTo("""
                web-000001 is not as declared: its instance is i-7 at cloud.
                web-000001 is to go since 03:12:07Z: the group has more members than declared.
                web-000001 is to go, and the work there has not stopped yet. At 03:16:00Z that is waited for no more.
                """ + MADE + "\n");
    }

    @Test
    void wishesAreToldWithWhatLiftsThem() {
        Member member = StoredGroup.probed(1, HEALTHY, true, YESTERDAY);
        assertThat(explain(wishes(member, new Wishes(true, true, false, null))).text())
                .contains(
                        "web-000001 is held: nobody repairs it, rolls it or takes it away."
                                + " POST /v1/members/web-000001/unhold lifts that.\n",
                        "web-000001 is protected: its instance is not taken away while it exists."
                                + " POST /v1/members/web-000001/unprotect lifts that.\n");
        assertThat(explain(wishes(
                                member,
                                new Wishes(false, false, true, new Wishes.Request(Wishes.Kind.DESTROY, "ann", false))))
                        .text())
                .contains(
                        "web-000001 is to be made anew, as somebody asked. It is replaced as a rollout would.\n",
                        "ann asked for web-000001 to be destroyed.\n");
    }

    @Test
    void onlyConditionsAndWaitsThatAreAboutTheMemberAreTold() {
        group.condition("RepairGaveUp", "TooManyReplacements", "replaced 3 times in a row: web-000001 (down)");
        group.condition("HealthUnknown", "NoAnswer", "nobody can tell of web-000002");
        group.condition("Paused", "NeededToBeReady", "repair is paused since 2026-01-01T03:12:07Z");
        group.wait("budget", null, "web-000002");
        assertThat(explain(StoredGroup.unhealthy(1, true)).text())
                .contains("RepairGaveUp since")
                .doesNotContain("HealthUnknown", "web-000002", "Paused");
        group.wait("resume", null, "web-000001");
        assertThat(explain(StoredGroup.unhealthy(1, true)).text())
                .contains("Paused since 03:12:07Z", "It is replaced once what is paused is resumed.");
    }

    @Test
    void beforeThePassAfterACommandItSaysSo() {
        group.statusFence = 3;
        MemberExplanation explanation = explain(StoredGroup.probed(1, HEALTHY, true, YESTERDAY));
        assertThat(explanation.asDeclared()).isFalse();
        assertThat(explanation.text()).contains("A command was given, and what is told here is from before it.");
    }

    @Test
    void itsLastErrorsAreTold() {
        MemberStory story = story(new MemberStory.Failure("drain", SINCE, "no port\nnamed admin"));
        assertThat(ExplainMember.of(group.loaded(false), StoredGroup.unhealthy(1, true), story)
                        .text())
                .contains("The last drain of web-000001 failed at 03:12:07Z: no port named admin.\n");
    }

    @Test
    void aMemberThatEndedSaysWhyAndWhatTookItsPlace() {
        MemberStory story = new MemberStory(
                ID,
                "cloud",
                "i-7",
                YESTERDAY,
                "the group has fewer members than declared",
                SINCE,
                "it is unhealthy",
                new MemberId(WEB, 2),
                List.of());

        MemberExplanation explanation = ExplainMember.ended(story, NOW);

        assertThat(explanation.asDeclared()).isFalse();
        assertThat(explanation.text()).isEqualTo("""
                web-000001 ended at 03:12:07Z: it is unhealthy. web-000002 took its place.
                """ + MADE + "\n");
    }

    /** The sentence after the headline. */
    private String wrong(Member member) {
        MemberExplanation explanation = explain(member);
        assertThat(explanation.asDeclared()).isFalse();
        return explanation.sentences().get(1).text();
    }

    private MemberExplanation explain(Member member) {
        return ExplainMember.of(group.loaded(false), member, story(null));
    }

    private static MemberStory story(MemberStory.@Nullable Failure failure) {
        return new MemberStory(
                ID,
                "cloud",
                "i-7",
                YESTERDAY,
                "the group has fewer members than declared",
                null,
                null,
                null,
                failure == null ? List.of() : List.of(failure));
    }

    private void rollout(String state) {
        group.rollout = new GroupStatus.Rollout(1, state, "roll", 1, 5, SINCE);
    }

    private static Member revision(Member of, int revision) {
        return copy(of, revision, null, of.wishes());
    }

    private static Member leaving(Member of) {
        return copy(of, of.revision(), new Member.Leaving(SINCE, Why.SURPLUS, false), of.wishes());
    }

    private static Member wishes(Member of, Wishes wishes) {
        return copy(of, of.revision(), null, wishes);
    }

    private static Member copy(Member of, int revision, Member.@Nullable Leaving leaving, Wishes wishes) {
        Instant createdAt = of.createdAt();
        return new Member(
                of.id(),
                of.index(),
                of.logicalId(),
                revision,
                of.provider(),
                createdAt,
                of.lineage(),
                of.create(),
                of.bound(),
                of.found(),
                leaving,
                of.drains(),
                of.drain(),
                of.destroy(),
                of.labelled(),
                of.label(),
                of.self(),
                wishes);
    }
}
