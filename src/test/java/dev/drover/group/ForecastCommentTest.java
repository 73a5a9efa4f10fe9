package dev.drover.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a reviewer reads. */
class ForecastCommentTest {
    private final List<ForecastView.Action> rollout = IntStream.rangeClosed(1, 40)
            .boxed()
            .flatMap(it -> List.of(
                    new ForecastView.Action("provision", "new-" + it, "grow", "a member is wanted", 2),
                    new ForecastView.Action("destroy", "web-" + it, "outdated", "it is old", 1))
                    .stream())
            .toList();

    @Test
    void actionsAreGroupedByTheirReasonAndCutOffAtFifty() {
        String text = comment(rollout, List.of());

        assertThat(text)
                .containsSubsequence(
                        "**A member is wanted**",
                        "- provision `new-40`, revision 2",
                        "**It is old**",
                        "- destroy `web-10`, revision 1",
                        "... and 30 more")
                .doesNotContain("web-11");
    }

    @Test
    void wordsOfAProviderAreNoMarkup() {
        String text = comment(
                List.of(), List.of(new ForecastView.Warning("NotValidated", "![x](http://evil)\n# <b>@all</b> | `x`")));

        assertThat(text)
                .contains("- **NotValidated**: !\\[x\\](http://evil) \\# \\<b\\>@\u200ball\\</b\\> \\| \\`x\\`\n")
                .doesNotContain("\n# ");
    }

    @Test
    void aSpecThatChangesNothingSaysSo() {
        assertThat(comment(List.of(), List.of())).contains("Nothing changes in what is declared");
    }

    private static String comment(List<ForecastView.Action> actions, List<ForecastView.Warning> warnings) {
        return new ForecastComment(new ForecastView(
                        "web",
                        actions.isEmpty() ? "none" : "revision",
                        7,
                        "sha256:abc",
                        true,
                        Map.of("provision", 40),
                        3,
                        new ForecastView.Budget(1, 1, 4, 4),
                        new ForecastView.End("converged", null, "the group is as declared"),
                        warnings,
                        actions))
                .text();
    }
}
