package dev.drover.group;

import static dev.drover.group.FakeAdapters.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.group.FakeAdapters.FakeFlavor;
import dev.drover.group.FakeAdapters.FakeProvider;
import dev.drover.provider.Flavors;
import dev.drover.provider.spi.InstanceProvider;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.provider.spi.Violation;
import dev.drover.spec.GroupName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class SpecValidationTest {
    private static final GroupName WEB = new GroupName("web");
    private static final String LEAST = """
            {"instance": {"provider": "process", "properties": {"command": ["/bin/web"]}}}
            """;
    private static final String WHOLE = """
            {"name": "web",
             "labels": {"team": "shop", "drover.self": "true"},
             "allocation": {"size": 3, "min": 1, "max": 10},
             "instance": {"provider": "process",
                          "properties": {"command": ["/bin/web", "--port={{ports.http}}", "{{labels.role}} {{labels.team}}"],
                                         "ports": {"http": 8080}, "memory": "5M"}},
             "flavor": {"provider": "vanilla", "properties": {"tags": {"role": "api"}, "init": ["echo {{member.id}}"]}},
             "health": {"http": {"port": "http", "path": "/healthz"}, "startup": "1m", "interval": "5s", "timeout": "1s",
                        "healthyAfter": 2, "unhealthyAfter": 2},
             "repair": {"unhealthy": "report", "maxInFlight": "10%", "retries": 5, "retryEvery": "1h"},
             "provenance": {"message": "more of it", "commit": "4f2a9c1", "url": "https://ci.example.org/7"}}
            """;
    private static final String UNSUPPORTED = """
            {"allocation": {"logicalIds": ["db-1"]},
             "instance": {"provider": "process",
                          "properties": {"command": ["/bin/db", "{{member.logicalId}}", "${secret:db/password}"]}},
             "health": {"command": ["true"]},
             "update": {"maxUnavailable": 1, "strategy": "rolling"},
             "repair": {"breaker": {"atMost": "10%"}},
             "scaleIn": {"prefer": "newest"},
             "drain": {"timeout": "1m"},
             "protection": {"delete": true}}
            """;

    private final SpecValidation validation = FakeAdapters.validation();

    @ParameterizedTest
    @CsvSource({"web", "shop"})
    void theLeastSpecIsAcceptedUnderTheNameOfThePath(GroupName name) {
        var verdict = validation.validate(json(LEAST), name, null);

        assertThat(verdict.violations()).isEmpty();
        assertThat(Objects.requireNonNull(verdict.spec()).name()).isEqualTo(name);
    }

    @Test
    void theWholeSpecIsAccepted() {
        var verdict = validation.validate(json(WHOLE), null, null);

        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.notSupported()).isEmpty();
        assertThat(verdict.notValidated()).isEmpty();
        assertThat(verdict.accepted()).isTrue();
        assertThat(Objects.requireNonNull(verdict.spec()).labels()).containsEntry("team", "shop");
    }

    @Test
    void somebodyMustNameTheGroup() {
        assertThat(validation.validate(json(LEAST), null, null).violations())
                .containsExactly(new Violation("/name", "is missing: give the group a name"));
    }

    @Test
    void theCurrentSizeMustFitWhereNoneIsGiven() {
        var spec = json("""
                {"allocation": {"max": 3}, "instance": {"provider": "process", "properties": {"command": ["/bin/web"]}}}
                """);

        assertThat(validation.validate(spec, WEB, 3).violations()).isEmpty();
        assertThat(validation.validate(spec, WEB, 4).violations())
                .containsExactly(new Violation(
                        "/allocation",
                        "has no 'size', and the group's current 4 is not from min 0 to max 3: give one"));
    }

    @Test
    void whatIsNotSupportedYetIsNamedAndNeverIgnored() {
        var verdict = validation.validate(json(UNSUPPORTED), WEB, null);

        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.accepted()).isFalse();
        assertThat(verdict.notSupported()).containsExactly("/instance/properties/command/2");
    }

    @Test
    void whatIsWrongIsSaidBeforeWhatIsNotSupported() {
        var spec = (ObjectNode) json(UNSUPPORTED);
        spec.put("x", 1);

        var verdict = validation.validate(spec, WEB, null);

        assertThat(verdict.violations()).containsExactly(new Violation("/x", "unknown field 'x'"));
        assertThat(verdict.notSupported()).isEmpty();
    }

    @Test
    void commandsAreRefusedWhereTheyAreSwitchedOff() {
        var spec = json("""
                {"instance": {"provider": "process", "properties": {"command": ["/bin/web"]}},
                 "health": {"command": ["true"]}}
                """);
        var without = new SpecValidation(
                FakeAdapters.providers(Map.of("process", new FakeProvider())),
                new Flavors(Map.of("vanilla", new FakeFlavor())),
                false);

        assertThat(validation.validate(spec, WEB, null).accepted()).isTrue();
        assertThat(without.validate(spec, WEB, null).violations())
                .containsExactly(
                        new Violation(
                                "/health/command",
                                "this Drover runs no commands for probes (drover.health.commands is false): use 'http' or 'tcp'"));
    }

    @Test
    void pathsAndQueriesOfUrlsArePaths() {
        for (String path : List.of(
                "/",
                "/a/b.c~d",
                "/x//y",
                "/a?b=c&d=%7C",
                "/q?f[x]=1/2?3",
                "/%C3%A4;v=1",
                "/:@",
                "/a/{{member.providerId}}/b?c={{ports.http}}")) {
            var spec = (ObjectNode) json(WHOLE);
            ((ObjectNode) spec.at("/health/http")).put("path", path);
            assertThat(validation.validate(spec, WEB, null).violations())
                    .as(path)
                    .isEmpty();
        }
    }

    @Test
    void aProviderThatIsDownRefusesNothing() {
        var down = new FakeProvider() {
            @Override
            public List<Violation> validate(JsonNode properties) {
                throw new ProviderFailure(ProviderFailure.Kind.RETRYABLE, "the engine is away");
            }
        };

        var verdict = with(down).validate(json(WHOLE), WEB, null);

        assertThat(verdict.accepted()).isTrue();
        assertThat(verdict.notValidated())
                .containsExactly("the provider 'process' could not check /instance/properties: the engine is away");
    }

    @Test
    void aProviderThatIsDownHidesNoOtherProblem() {
        var down = new FakeProvider() {
            @Override
            public Map<String, Integer> ports(JsonNode properties, int index) {
                throw new ProviderFailure(ProviderFailure.Kind.RETRYABLE, "the engine is away");
            }
        };
        var spec = (ObjectNode) json(WHOLE);
        ((ObjectNode) spec.path("instance").path("properties")).put("x", 1);
        ((ObjectNode) spec.path("flavor").path("properties")).put("y", "{{nope}}");

        assertThat(with(down).validate(spec, WEB, null).violations())
                .containsExactly(
                        new Violation("/flavor/properties/y", "unknown field 'y'"),
                        new Violation("/instance/properties/x", "unknown field 'x'"));
    }

    @Test
    void aBrokenProviderRefusesNothing() {
        var broken = new FakeProvider() {
            @Override
            public JsonNode schema() {
                return json("{\"pattern\": \"(\"}");
            }
        };

        var verdict = with(broken).validate(json(WHOLE), WEB, null);

        assertThat(verdict.accepted()).isTrue();
        assertThat(verdict.notValidated())
                .containsExactly(
                        "the provider 'process' could not check /instance/properties: it failed with SchemaException");
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aProviderThatDoesNotAnswerIsLeftBehind() throws InterruptedException {
        var never = new CountDownLatch(1);
        var interrupted = new CountDownLatch(1);
        var slow = new FakeProvider() {
            @Override
            public JsonNode schema() {
                try {
                    never.await();
                } catch (InterruptedException e) {
                    interrupted.countDown();
                }
                return super.schema();
            }
        };

        var verdict = with(slow, Duration.ofMillis(500)).validate(json(LEAST), WEB, null);

        assertThat(verdict.accepted()).isTrue();
        assertThat(verdict.notValidated())
                .contains("the provider 'process' did not check /instance/properties within 500ms");
        interrupted.await();
    }

    @Test
    void aProviderThatChoosesPortsItselfIsNotHeldToThem() {
        var chooses = new FakeProvider() {
            @Override
            public Map<String, Integer> ports(JsonNode properties, int index) {
                return Map.of();
            }
        };
        var spec = (ObjectNode) json(WHOLE);
        ((ObjectNode) spec.path("instance").path("properties"))
                .putArray("command")
                .add("/bin/web");

        assertThat(with(chooses).validate(spec, WEB, null).violations()).isEmpty();
    }

    @Test
    void anAnswerStaysReadable() {
        var spec = (ObjectNode) json(LEAST);
        for (int i = 0; i < 50_000; i++) {
            spec.put("unknown" + i, i);
        }

        var violations = validation.validate(spec, WEB, null).violations();

        assertThat(violations).hasSize(201);
        assertThat(violations.getFirst().message()).endsWith("more problems are not listed here: correct these first");
    }

    @Test
    void noMutationOfAValidSpecMakesValidationThrow() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            var spec = json(random.nextBoolean() ? WHOLE : UNSUPPORTED);
            for (int i = random.nextInt(1, 5); i > 0; i--) {
                Mutation.of(spec, random);
            }
            var verdict = validation.validate(spec, random.nextBoolean() ? WEB : null, random.nextInt(5));
            assertThat(verdict.violations())
                    .as("seed %d, round %d: %s", seed, round, spec)
                    .extracting(Violation::pointer)
                    .doesNotHaveDuplicates()
                    .isSorted();
            assertThat(verdict.notValidated())
                    .as("seed %d, round %d: %s", seed, round, spec)
                    .isEmpty();
            assertThat(verdict.accepted())
                    .isEqualTo(verdict.violations().isEmpty()
                            && verdict.notSupported().isEmpty());
        }
    }

    private static SpecValidation with(InstanceProvider provider) {
        return with(provider, Duration.ofSeconds(20));
    }

    @Test
    void aProviderThatOnlyAnotherReplicaHasIsAcceptedAndNotChecked() {
        var verdict = besides("cloud").validate(json("""
                {"allocation": {"size": 1}, "instance": {"provider": "cloud", "properties": {"any": 1}}}
                """), WEB, null);

        assertThat(verdict.accepted()).as(verdict::toString).isTrue();
        assertThat(verdict.notValidated())
                .containsExactly("the provider 'cloud' is configured on other replicas only,"
                        + " so that /instance/properties was not checked");
    }

    @Test
    void aProviderThatNobodyHasIsRefused() {
        var verdict = besides("cloud").validate(json("""
                {"allocation": {"size": 1}, "instance": {"provider": "clout"}}
                """), WEB, null);

        assertThat(verdict.accepted()).isFalse();
        assertThat(verdict.violations())
                .extracting(Violation::message)
                .containsExactly(
                        "no provider 'clout' is configured, configured are cloud, process; did you mean 'cloud'?");
    }

    private static SpecValidation besides(String other) {
        return new SpecValidation(
                FakeAdapters.providers(Map.of("process", new FakeAdapters.FakeProvider())),
                new Flavors(Map.of("vanilla", new FakeFlavor())),
                true,
                () -> List.of(other));
    }

    private static SpecValidation with(InstanceProvider provider, Duration limit) {
        return new SpecValidation(
                FakeAdapters.providers(Map.of("process", provider)),
                new Flavors(Map.of("vanilla", new FakeFlavor())),
                true,
                List::of,
                limit);
    }
}
