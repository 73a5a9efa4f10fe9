package dev.drover.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.member.ProbedMember;
import dev.drover.member.ProbedMember.Answer;
import dev.drover.observe.Probe.Result;
import dev.drover.provider.Flavors;
import dev.drover.provider.spi.Allocation;
import dev.drover.provider.spi.FlavorProvider;
import dev.drover.provider.spi.FlavorProvider.Opinion;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.provider.spi.ProvisionRequest;
import dev.drover.provider.spi.Violation;
import dev.drover.spec.GroupSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What becomes of a flavor's opinion, and of its silence. */
@Timeout(60)
class JudgesTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    @Test
    void anOpinionIsTakenAsItIsAndNoneIsNone() throws InterruptedException {
        assertThat(ask((properties, instance) -> new Opinion.Healthy()))
                .contains(new Result(Answer.HEALTHY, "the flavor 'judge' says so"));
        assertThat(ask((properties, instance) -> new Opinion.Unhealthy("it is ill")))
                .contains(new Result(Answer.UNHEALTHY, "it is ill"));
        assertThat(ask((properties, instance) -> new Opinion.Unknown("who knows")))
                .contains(new Result(Answer.UNKNOWN, "who knows"));
        assertThat(ask((properties, instance) -> new Opinion.None())).isEmpty();
    }

    @Test
    void itIsAskedWithItsTemplatesFilledInAndTheWholeInstance() throws InterruptedException {
        assertThat(ask((properties, instance) ->
                        new Opinion.Unknown(properties.path("who").asString() + " is " + instance.id() + " with "
                                + instance.token() + " at " + instance.addresses())))
                .contains(new Result(Answer.UNKNOWN, "web-000001 of shop is i-1 with t-1 at [10.0.0.7]"));
    }

    @Test
    void whoFailsOrIsNotThereDoesNotKnow() throws InterruptedException {
        assertThat(ask((properties, instance) -> {
                    throw new ProviderFailure(ProviderFailure.Kind.RETRYABLE, "its socket is gone");
                }))
                .contains(new Result(Answer.UNKNOWN, "the flavor 'judge' could not be asked: its socket is gone"));
        assertThat(ask((properties, instance) -> {
                    throw new AssertionError();
                }))
                .contains(new Result(Answer.UNKNOWN, "the flavor 'judge' could not be asked: AssertionError"));
        assertThat(ask(new Judges(new Flavors(Map.of())), LONG))
                .contains(new Result(Answer.UNKNOWN, "the flavor 'judge' is not configured on this replica"));
    }

    @Test
    void whoHangsIsInterruptedAndDoesNotKnow() throws InterruptedException {
        var interrupted = new CountDownLatch(1);
        Judges judges = judges((properties, instance) -> {
            try {
                Thread.sleep(LONG);
                return new Opinion.Healthy();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw new IllegalStateException(e);
            }
        });

        assertThat(ask(judges, Duration.ofMillis(50)))
                .contains(new Result(Answer.UNKNOWN, "the flavor 'judge' did not answer within 50ms"));
        interrupted.await();
    }

    private static Optional<Result> ask(BiFunction<JsonNode, Instance, Opinion> opinion) throws InterruptedException {
        return ask(judges(opinion), LONG);
    }

    private static Optional<Result> ask(Judges judges, Duration timeout) throws InterruptedException {
        ProbedMember member = CommandProbeTests.member(List.of("10.0.0.7"), Map.of());
        return judges.ask(
                new GroupSpec.Part(
                        "judge", JsonMapper.shared().readTree("{\"who\": \"{{member.id}} of {{labels.team}}\"}")),
                CommandProbeTests.GROUP.context(member),
                member,
                timeout);
    }

    private static Judges judges(BiFunction<JsonNode, Instance, Opinion> opinion) {
        return new Judges(new Flavors(Map.of("judge", new Judge(opinion))));
    }

    private record Judge(BiFunction<JsonNode, Instance, Opinion> opinion) implements FlavorProvider {
        @Override
        public Opinion healthy(JsonNode properties, Instance instance) {
            return opinion.apply(properties, instance);
        }

        @Override
        public boolean pure(JsonNode properties) {
            return true;
        }

        @Override
        public JsonNode schema() {
            return JsonMapper.shared().createObjectNode();
        }

        @Override
        public List<Violation> validate(JsonNode properties, Allocation allocation) {
            return List.of();
        }

        @Override
        public Map<String, String> tags(JsonNode properties) {
            return Map.of();
        }

        @Override
        public ProvisionRequest prepare(JsonNode properties, ProvisionRequest request, Allocation allocation) {
            return request;
        }

        @Override
        public Drain drain(JsonNode properties, Instance instance) {
            return Drain.DRAINED;
        }
    }
}
