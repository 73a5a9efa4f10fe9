package dev.drover.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.group.ForecastView;
import dev.drover.group.Intended;
import dev.drover.spec.GroupName;
import dev.drover.spec.SpecReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What makes a forecast another one. */
class ForecastDigestTest {
    private static final String SPEC = """
            {"name": "web", "allocation": {"size": 2}, "instance": {"provider": "fake", "properties": {"a": 1, "b": 2}}}
            """;
    private static final ForecastView.Action MADE = action("provision", "new-1", "grow", 2);
    private static final ForecastView.Action GONE = action("destroy", "web-7k3f9q", "outdated", 1);
    private static final String DIGEST = digest(3, SPEC, MADE, GONE);

    /** A digest that was reviewed yesterday is to be good today. */
    @Test
    void itNeverChangesForForecastsThatExist() {
        assertThat(DIGEST).isEqualTo("sha256:c134653df17cfe4992ef52d2c02ff0e834cfb150a806c9b64c5380ff76bfd265");
    }

    @Test
    void theOrderOfKeysAndTheSpellingOfNumbersDoNotMatter() {
        String other = """
                {"instance": {"properties": {"b": 2.0, "a": 1}, "provider": "fake"}, "allocation": {"size": 2}, "name": "web"}
                """;

        assertThat(digest(3, other, MADE, GONE)).isEqualTo(DIGEST);
    }

    @Test
    void anotherGenerationSpecOrActionIsAnotherForecast() {
        assertThat(List.of(
                        digest(4, SPEC, MADE, GONE),
                        digest(3, SPEC.replace("2}}", "3}}"), MADE, GONE),
                        digest(3, SPEC, GONE, MADE),
                        digest(3, SPEC, MADE),
                        digest(3, SPEC, MADE, action("destroy", "web-7k3f9r", "outdated", 1)),
                        digest(3, SPEC, MADE, action("destroy", "web-7k3f9q", "surplus", 1)),
                        digest(3, SPEC, MADE, action("destroy", "web-7k3f9q", "outdated", 2)),
                        digest(3, SPEC, MADE, action("provisionAgain", "web-7k3f9q", "outdated", 1))))
                .doesNotContain(DIGEST)
                .doesNotHaveDuplicates();
    }

    private static ForecastView.Action action(String kind, String member, String why, int revision) {
        return new ForecastView.Action(kind, member, why, "words do not matter", revision);
    }

    private static String digest(long generation, String spec, ForecastView.Action... actions) {
        ObjectNode tree = JsonMapper.shared().readTree(spec).asObject();
        Intended intended = new Intended(
                generation, tree, SpecReader.read(new GroupName("web"), tree), 2, 2, 1, false, null, "revision");
        return ForecastDigest.of(intended, List.of(actions));
    }
}
