package dev.drover.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.group.GroupStatus;
import dev.drover.plan.Bound;
import dev.drover.plan.Call;
import dev.drover.plan.Declared;
import dev.drover.plan.GroupState;
import dev.drover.plan.Health;
import dev.drover.plan.Lineage;
import dev.drover.plan.Member;
import dev.drover.plan.Paused;
import dev.drover.plan.Template;
import dev.drover.plan.Wishes;
import dev.drover.provider.spi.Phase;
import dev.drover.reconcile.Explanation.Sentence;
import dev.drover.spec.DrainPolicy;
import dev.drover.spec.GroupName;
import dev.drover.spec.MemberId;
import dev.drover.spec.RepairPolicy;
import dev.drover.spec.ScaleIn;
import dev.drover.spec.UpdatePolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExplainTest {
    private static final GroupName WEB = new GroupName("web");
    private static final Instant NOW = Instant.parse("2026-01-01T03:15:00Z");
    private static final Instant SINCE = Instant.parse("2026-01-01T03:12:07.123456Z");
    private static final Instant YESTERDAY = Instant.parse("2025-12-31T22:00:00Z");

    private final List<Member> members = new ArrayList<>();
    private final List<GroupStatus.Condition> conditions = new ArrayList<>();
    private final List<GroupStatus.Waiting> waiting = new ArrayList<>();
    private final List<GroupStatus.LastError> errors = new ArrayList<>();
    private int ready = 2;
    private long observed = 7;
    private long statusFence = 4;

    @Test
    void aGroupThatIsAsDeclaredSaysSoInOneSentence() {
        ready = 5;
        assertThat(explain(true).text()).isEqualTo("web is as declared: 5 of 5 members are ready.\n");
        assertThat(explain(true).converged()).isTrue();
    }

    @Test
    void aGroupThatWasNeverPlannedAwaitsItsFirstPass() {
        Explanation explanation = Explain.of(loaded(null));

        assertThat(explanation.converged()).isFalse();
        assertThat(explanation.text())
                .isEqualTo(
                        "web was declared with size 5, and nobody has looked at it yet. The first pass is due at once.\n");
    }

    @Test
    void anUnhealthyMemberIsToldWithItsReasonAndWhenItIsReplaced() {
        members.add(unhealthy(1, false));

        assertThat(explain(false).text()).isEqualTo("""
                web is not as declared: 2 of 5 members are ready.
                web-000001 is unhealthy since 03:12:07Z: GET http://10.0.0.7/ answered 500. It is replaced at 03:20:00Z, when its startup ends, unless it is healthy by then.
                """);
        assertThat(explain(false).sentences().getLast())
                .extracting(Sentence::about, Sentence::since, Sentence::at, Sentence::members)
                .containsExactly("member", SINCE, NOW.plusSeconds(300), List.of("web-000001"));
    }

    @Test
    void whatAMemberWaitsForIsToldWithIt() {
        members.add(unhealthy(1, true));
        assertThat(lastLine()).endsWith("It is replaced as soon as it surely serves nobody.");
        wait("budget", null, "web-000001");
        assertThat(explain(false).sentences().get(1).text())
                .endsWith(
                        "It is replaced when a repair under way has ended: repair.maxInFlight allows no more at once.");
        waiting.clear();
        condition("RepairGaveUp", "TooManyReplacements", "replaced 3 times in a row: web-000001 (down)");
        assertThat(lastLine()).endsWith("It is not replaced any more, see RepairGaveUp.");
    }

    @Test
    void aPauseNamesWhomItHoldsAndWhatLiftsIt() {
        members.add(unhealthy(1, true));
        condition("Paused", "NeededToBeReady", "repair is paused since 2026-01-01T03:12:07.123456Z");
        wait("resume", null, "web-000001");

        assertThat(explain(false).text())
                .contains(
                        "Paused since 03:12:07Z: repair is paused since 03:12:07Z, and would have to act on web-000001."
                                + " It is lifted by POST /v1/groups/web/resume.\n",
                        "It is replaced once what is paused is resumed.\n");
    }

    @Test
    void whatBlocksMostComesFirst() {
        condition("NotValidated", "ProviderSilent", "nobody answered");
        condition("HealthUnknown", "NoAnswer", "nobody can tell");
        condition("ProvisioningFailing", "Rejected", "no such image");
        condition("Paused", "NeededToBeReady", "fill is paused");
        condition("ProviderMissing", "NotConfigured", "no replica has a provider named moon");
        wait("readiness", NOW.plusSeconds(5), "web-000002");
        wait("observation", null, "web-000003");
        errors.add(new GroupStatus.LastError(SINCE, "provision web-000004", "no such image"));
        errors.add(new GroupStatus.LastError(YESTERDAY, "destroy web-000005", "timed out"));

        assertThat(explain(false).sentences())
                .extracting(Sentence::about)
                .containsExactly(
                        "Converged",
                        "ProviderMissing",
                        "Paused",
                        "ProvisioningFailing",
                        "HealthUnknown",
                        "NotValidated",
                        "observation",
                        "readiness",
                        "lastError");
        assertThat(lastLine()).isEqualTo("The last destroy web-000005 failed at 2025-12-31T22:00:00Z: timed out.");
    }

    @Test
    void eachWaitIsASentenceAndSaysWhenItEnds() {
        for (String what : List.of(
                "answer",
                "call",
                "outcome",
                "proofOfAbsence",
                "readiness",
                "backOff",
                "throttle",
                "observation",
                "budget")) {
            waiting.clear();
            wait(what, NOW.plusSeconds(9), "web-000001");
            assertThat(lastLine()).as(what).contains("03:15:09Z").endsWith(".");
            assertThat(what.equals("throttle") || lastLine().contains("web-000001"))
                    .as(what)
                    .isTrue();
        }
    }

    @Test
    void aProvidersWordsThatOnlyLookLikeAnInstantAreToldAsTheyAre() {
        errors.add(new GroupStatus.LastError(SINCE, "provision web-000004", "no row since 0000-00-00T00:00:00Z"));
        assertThat(explain(false).text()).contains("no row since 0000-00-00T00:00:00Z");
    }

    @Test
    void anErrorOfManyLinesIsOneLine() {
        errors.add(new GroupStatus.LastError(SINCE, "provision web-000004", "exited 2:\n  no port\r\n"));

        assertThat(lastLine()).isEqualTo("The last provision web-000004 failed at 03:12:07Z: exited 2: no port.");
    }

    @Test
    void manyMembersAreCounted() {
        for (int i = 0; i < 25; i++) {
            members.add(unhealthy(i, true));
        }
        Explanation explanation = explain(false);
        assertThat(explanation.sentences()).hasSize(12);
        assertThat(lastLine()).isEqualTo("15 more members do not serve.");
        assertThat(explanation.sentences().getLast().members()).hasSize(15);
    }

    @Test
    void whatIsToldOfAnEarlierGenerationSaysSo() {
        observed = 6;
        assertThat(explain(true).converged()).isFalse();
        assertThat(lastLine())
                .isEqualTo("Generation 7 was declared, and what is told here is of generation 6."
                        + " The next pass is due at once.");
    }

    @Test
    void whatIsToldFromBeforeACommandSaysSo() {
        statusFence = 3;
        assertThat(explain(true).converged()).isFalse();
        assertThat(lastLine()).startsWith("A command was given, and what is told here is from before it.");
    }

    private String lastLine() {
        return explain(false).sentences().getLast().text();
    }

    private Explanation explain(boolean converged) {
        GroupStatus.Size size = new GroupStatus.Size(5, 5, 5, ready, 5, 0, 0);
        return Explain.of(loaded(new GroupStatus(
                observed,
                converged,
                converged,
                size,
                new GroupStatus.Revisions(1, 1, 1),
                null,
                conditions,
                waiting,
                errors)));
    }

    private Loaded loaded(@Nullable GroupStatus status) {
        Declared declared = new Declared(
                7,
                5,
                null,
                1,
                1,
                "cloud",
                false,
                null,
                true,
                Duration.ofMinutes(10),
                UpdatePolicy.DEFAULT,
                RepairPolicy.DEFAULT,
                DrainPolicy.DEFAULT,
                ScaleIn.OLDEST,
                YESTERDAY,
                null);
        GroupState state = new GroupState(
                WEB,
                GroupState.Lifecycle.ACTIVE,
                declared,
                new Template(1, "cloud"),
                null,
                Paused.NOTHING,
                members,
                List.of(),
                List.of(),
                Map.of(),
                List.of(),
                Map.of(),
                null);
        return new Loaded(1, 5, 4, statusFence, NOW, "test", state, Map.of(), null, status, errors);
    }

    /** Bound five minutes ago. */
    private static Member unhealthy(int number, boolean everReady) {
        Instant bound = NOW.minus(Duration.ofMinutes(5));
        Health probe = new Health(Health.Status.UNHEALTHY, "GET http://10.0.0.7/ answered 500", SINCE);
        Call create = new Call(new UUID(0, number), Call.State.DONE, 1, false, bound, bound, bound, false, true, null);
        return new Member(
                new MemberId(WEB, number),
                number,
                null,
                1,
                "cloud",
                bound,
                Lineage.FIRST,
                create,
                new Bound(bound, Duration.ZERO, Phase.RUNNING, bound, null, probe, null, everReady, null, null),
                null,
                null,
                false,
                null,
                null,
                1,
                null,
                false,
                Wishes.NONE);
    }

    private void condition(String type, String reason, String message) {
        conditions.add(new GroupStatus.Condition(type, true, reason, message, SINCE));
    }

    private void wait(String what, @Nullable Instant until, String member) {
        waiting.add(new GroupStatus.Waiting(what, List.of(member), until));
    }
}
