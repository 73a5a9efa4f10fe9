package dev.drover.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.group.GroupStatus;
import dev.drover.reconcile.Explanation.Sentence;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExplainTest {
    private static final Instant NOW = StoredGroup.NOW;
    private static final Instant SINCE = StoredGroup.SINCE;
    private static final Instant YESTERDAY = StoredGroup.YESTERDAY;

    private final StoredGroup group = new StoredGroup();

    @Test
    void aGroupThatIsAsDeclaredSaysSoInOneSentence() {
        group.ready = 5;
        assertThat(explain(true).text()).isEqualTo("web is as declared: 5 of 5 members are ready.\n");
        assertThat(explain(true).converged()).isTrue();
    }

    @Test
    void aGroupThatWasNeverPlannedAwaitsItsFirstPass() {
        Explanation explanation = Explain.of(group.loaded(null));

        assertThat(explanation.converged()).isFalse();
        assertThat(explanation.text())
                .isEqualTo(
                        "web was declared with size 5, and nobody has looked at it yet. The first pass is due at once.\n");
    }

    @Test
    void anUnhealthyMemberIsToldWithItsReasonAndWhenItIsReplaced() {
        group.members.add(StoredGroup.unhealthy(1, false));

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
        group.members.add(StoredGroup.unhealthy(1, true));
        assertThat(lastLine()).endsWith("It is replaced as soon as it surely serves nobody.");
        group.wait("budget", null, "web-000001");
        assertThat(explain(false).sentences().get(1).text())
                .endsWith(
                        "It is replaced when a repair under way has ended: repair.maxInFlight allows no more at once.");
        group.waiting.clear();
        group.condition("RepairGaveUp", "TooManyReplacements", "replaced 3 times in a row: web-000001 (down)");
        assertThat(lastLine()).endsWith("It is not replaced any more, see RepairGaveUp.");
    }

    @Test
    void aPauseNamesWhomItHoldsAndWhatLiftsIt() {
        group.members.add(StoredGroup.unhealthy(1, true));
        group.condition("Paused", "NeededToBeReady", "repair is paused since 2026-01-01T03:12:07.123456Z");
        group.wait("resume", null, "web-000001");

        assertThat(explain(false).text())
                .contains(
                        "Paused since 03:12:07Z: repair is paused since 03:12:07Z, and would have to act on web-000001."
                                + " It is lifted by POST /v1/groups/web/resume.\n",
                        "It is replaced once what is paused is resumed.\n");
    }

    @Test
    void whatBlocksMostComesFirst() {
        group.condition("NotValidated", "ProviderSilent", "nobody answered");
        group.condition("HealthUnknown", "NoAnswer", "nobody can tell");
        group.condition("ProvisioningFailing", "Rejected", "no such image");
        group.condition("Paused", "NeededToBeReady", "fill is paused");
        group.condition("ProviderMissing", "NotConfigured", "no replica has a provider named moon");
        group.wait("readiness", NOW.plusSeconds(5), "web-000002");
        group.wait("observation", null, "web-000003");
        group.errors.add(new GroupStatus.LastError(SINCE, "provision web-000004", "no such image"));
        group.errors.add(new GroupStatus.LastError(YESTERDAY, "destroy web-000005", "timed out"));

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
            group.waiting.clear();
            group.wait(what, NOW.plusSeconds(9), "web-000001");
            assertThat(lastLine()).as(what).contains("03:15:09Z").endsWith(".");
            assertThat(what.equals("throttle") || lastLine().contains("web-000001"))
                    .as(what)
                    .isTrue();
        }
    }

    @Test
    void aProvidersWordsThatOnlyLookLikeAnInstantAreToldAsTheyAre() {
        group.errors.add(new GroupStatus.LastError(SINCE, "provision web-000004", "no row since 0000-00-00T00:00:00Z"));
        assertThat(explain(false).text()).contains("no row since 0000-00-00T00:00:00Z");
    }

    @Test
    void anErrorOfManyLinesIsOneLine() {
        group.errors.add(new GroupStatus.LastError(SINCE, "provision web-000004", "exited 2:\n  no port\r\n"));

        assertThat(lastLine()).isEqualTo("The last provision web-000004 failed at 03:12:07Z: exited 2: no port.");
    }

    @Test
    void manyMembersAreCounted() {
        for (int i = 0; i < 25; i++) {
            group.members.add(StoredGroup.unhealthy(i, true));
        }
        Explanation explanation = explain(false);
        assertThat(explanation.sentences()).hasSize(12);
        assertThat(lastLine()).isEqualTo("15 more members do not serve.");
        assertThat(explanation.sentences().getLast().members()).hasSize(15);
    }

    @Test
    void whatIsToldOfAnEarlierGenerationSaysSo() {
        group.observed = 6;
        assertThat(explain(true).converged()).isFalse();
        assertThat(lastLine())
                .isEqualTo("Generation 7 was declared, and what is told here is of generation 6."
                        + " The next pass is due at once.");
    }

    @Test
    void whatIsToldFromBeforeACommandSaysSo() {
        group.statusFence = 3;
        assertThat(explain(true).converged()).isFalse();
        assertThat(lastLine()).startsWith("A command was given, and what is told here is from before it.");
    }

    private String lastLine() {
        return explain(false).sentences().getLast().text();
    }

    private Explanation explain(boolean converged) {
        return Explain.of(group.loaded(converged));
    }
}
