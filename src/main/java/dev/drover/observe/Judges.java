package dev.drover.observe;

import dev.drover.member.ProbedMember;
import dev.drover.member.ProbedMember.Answer;
import dev.drover.observe.Probe.Result;
import dev.drover.provider.Flavors;
import dev.drover.provider.spi.FlavorProvider;
import dev.drover.provider.spi.FlavorProvider.Opinion;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.Phase;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.provider.spi.ProviderId;
import dev.drover.spec.Durations;
import dev.drover.spec.GroupSpec;
import dev.drover.spec.TemplateContext;
import dev.drover.spec.Templates;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Asks flavors for their opinion on members. Whatever keeps one from having it is Unknown: only its own word is Unhealthy. */
@Component
class Judges {
    private static final Logger LOG = LoggerFactory.getLogger(Judges.class);

    private final Flavors flavors;

    Judges(Flavors flavors) {
        this.flavors = flavors;
    }

    /**
     * What the flavor of a member says of it.
     *
     * @param context what the templates of the flavor's properties may use
     * @param timeout after it nobody waits for the flavor any more
     * @return empty if the flavor has no opinion
     */
    Optional<Result> ask(GroupSpec.Part part, TemplateContext context, ProbedMember member, Duration timeout)
            throws InterruptedException {
        String name = part.provider();
        Optional<FlavorProvider> flavor = flavors.flavor(name);
        if (flavor.isEmpty()) {
            return Optional.of(
                    new Result(Answer.UNKNOWN, "the flavor '" + name + "' is not configured on this replica"));
        }
        var question = new FutureTask<>(
                () -> flavor.get().healthy(Templates.render(part.properties(), context), instance(member)));
        Thread.ofVirtual().name("judge-" + name).start(question);
        try {
            return result(name, question.get(timeout.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            return Optional.of(new Result(
                    Answer.UNKNOWN, "the flavor '" + name + "' did not answer within " + Durations.format(timeout)));
        } catch (ExecutionException e) {
            return Optional.of(new Result(Answer.UNKNOWN, words(name, Objects.requireNonNull(e.getCause()))));
        } finally {
            question.cancel(true);
        }
    }

    private static Optional<Result> result(String name, Opinion opinion) {
        return switch (opinion) {
            case Opinion.Healthy _ -> Optional.of(new Result(Answer.HEALTHY, "the flavor '" + name + "' says so"));
            case Opinion.Unhealthy unhealthy -> Optional.of(new Result(Answer.UNHEALTHY, unhealthy.reason()));
            case Opinion.Unknown unknown -> Optional.of(new Result(Answer.UNKNOWN, unknown.reason()));
            case Opinion.None _ -> Optional.empty();
        };
    }

    private static String words(String name, Throwable thrown) {
        String words = thrown.getMessage() == null ? thrown.getClass().getSimpleName() : thrown.getMessage();
        if (!(thrown instanceof ProviderFailure)) {
            LOG.warn("flavor {} failed in a way that it should not", name, thrown);
        }
        return "the flavor '" + name + "' could not be asked: " + words;
    }

    private static Instance instance(ProbedMember member) {
        return new Instance(
                new ProviderId(member.providerId()),
                member.token(),
                member.labels(),
                Phase.RUNNING,
                member.addresses(),
                member.ports(),
                null);
    }
}
