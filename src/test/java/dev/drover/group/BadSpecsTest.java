package dev.drover.group;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.body.BodyFormat;
import dev.drover.body.SpecBodies;
import dev.drover.spec.GroupName;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads {@code bad-specs.txt}, which is to be read like prose: are these the sentences that help? */
class BadSpecsTest {
    private final SpecValidation validation = FakeAdapters.validation();

    @ParameterizedTest(name = "{0}")
    @MethodSource("badSpecs")
    void everyProblemIsNamedOnceAndInWords(BadSpec bad) {
        var tree = SpecBodies.read(bad.yaml.getBytes(UTF_8), BodyFormat.YAML);

        var verdict = validation.validate(tree, new GroupName("web"), 5);

        assertThat(said(verdict)).isEqualTo(bad.violations);
        assertThat(verdict.accepted()).isFalse();
        assertThat(verdict.notSupported()).isEmpty();
        assertThat(verdict.notValidated()).isEmpty();
    }

    @Test
    void thereAreEnoughOfThem() throws IOException {
        assertThat(badSpecs()).hasSizeGreaterThanOrEqualTo(60).doesNotHaveDuplicates();
    }

    private static String said(Verdict verdict) {
        return verdict.violations().stream()
                .map(violation -> violation.pointer() + "  " + violation.message())
                .collect(Collectors.joining("\n"));
    }

    static Stream<BadSpec> badSpecs() throws IOException {
        try (var file = BadSpecsTest.class.getResourceAsStream("bad-specs.txt")) {
            var text = new String(Objects.requireNonNull(file).readAllBytes(), UTF_8);
            return Arrays.stream(text.split("(?m)^=== ", -1)).skip(1).map(BadSpec::parse);
        }
    }

    record BadSpec(String title, String yaml, String violations) {
        static BadSpec parse(String block) {
            var titled = block.split("\n", 2);
            var parts = titled[1].split("(?m)^---\n", 2);
            return new BadSpec(titled[0], parts[0], parts[1].strip());
        }

        @Override
        public String toString() {
            return title;
        }
    }
}
