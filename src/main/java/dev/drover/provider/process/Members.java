package dev.drover.provider.process;

import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.InstanceProvider.Destroyed;
import dev.drover.provider.spi.InstanceProvider.Watch;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.provider.spi.ProviderFailure.Kind;
import dev.drover.provider.spi.ProviderId;
import dev.drover.provider.spi.ProvisionRequest;
import dev.drover.provider.spi.Token;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The members of one state directory. Failures to read or write it are {@link UncheckedIOException}s. */
final class Members {
    private static final int PAGE = 100;
    private static final Duration DEFAULT_STOP_TIMEOUT = Duration.ofSeconds(10);

    private final StateDirectory state;
    private final Path javaBin;
    private final Clock clock;
    private final Retention retention;
    private final LogRotation logs;
    private final Launcher launcher = new Launcher(this::changed);
    private final Report report = new Report(launcher);
    private final Stopper stopper;
    private final Set<PhaseWatch> watches = ConcurrentHashMap.newKeySet();
    private final Object labelling = new Object();

    Members(StateDirectory state, Path javaBin, Clock clock, Duration endedKept, LogRotation logs) {
        this.state = state;
        this.javaBin = javaBin;
        this.clock = clock;
        this.logs = logs;
        this.retention = new Retention(state, clock, endedKept);
        this.stopper = new Stopper(state, clock, this::changed);
    }

    Instance provision(ProvisionRequest request) {
        MemberDirectory member = state.member(request.token());
        if (member.identity().isEmpty()) {
            refuseEnded(request.token());
            create(request);
            launch(member);
            changed(request.token());
        }
        return find(request.token()).orElseThrow(() -> ended(request.token()));
    }

    Optional<Instance> find(Token token) {
        return report.instance(state.member(token), Map.of(), new ProcessTable());
    }

    void label(ProviderId id, Map<String, String> labels) {
        synchronized (labelling) {
            MemberDirectory member = member(id)
                    .orElseThrow(() -> new ProviderFailure(Kind.REJECTED, "there is no process " + id + " any more"));
            Map<String, String> merged = new HashMap<>(member.labels().orElse(Map.of()));
            merged.putAll(labels);
            member.writeLabels(merged);
        }
    }

    void unlabel(ProviderId id, Set<String> keys) {
        synchronized (labelling) {
            MemberDirectory member = member(id)
                    .orElseThrow(() -> new ProviderFailure(Kind.REJECTED, "there is no process " + id + " any more"));
            Map<String, String> left = new HashMap<>(member.labels().orElse(Map.of()));
            left.keySet().removeAll(keys);
            member.writeLabels(left);
        }
    }

    Destroyed destroy(ProviderId id, Token token) {
        MemberDirectory member = state.member(token);
        if (member.identity().map(member::id).filter(id::equals).isEmpty()) {
            return Destroyed.GONE_ALREADY;
        }
        boolean again = member.stopping().isPresent();
        if (!again) {
            member.writeStopping(clock.instant().plus(stopTimeout(member)));
        }
        boolean ended = stopper.stop(member, new ProcessTable());
        retention.purge();
        return again && ended ? Destroyed.GONE_ALREADY : Destroyed.ACCEPTED;
    }

    void describe(Map<String, String> labels, Consumer<List<Instance>> page) {
        ProcessTable table = new ProcessTable();
        List<Instance> found = new ArrayList<>();
        List<MemberDirectory> members = state.members();
        for (MemberDirectory member : members) {
            if (member.stopping().isPresent()) {
                // Whoever began to stop it may have been killed since.
                stopper.stop(member, table);
            }
            report.instance(member, labels, table).ifPresent(found::add);
        }
        retention.purge();
        logs.look(members);
        for (int from = 0; from < found.size(); from += PAGE) {
            page.accept(List.copyOf(found.subList(from, Math.min(found.size(), from + PAGE))));
        }
    }

    Watch watch(Consumer<Instance> changed) {
        PhaseWatch watch = PhaseWatch.start(state, report, logs, changed, watches::remove);
        watches.add(watch);
        // What changed before it was among the watches woke nobody.
        watch.wake();
        return watch;
    }

    private void create(ProvisionRequest request) {
        ProcessProperties properties = ProcessProperties.of(request.properties());
        Token token = request.token();
        StartScript script = new StartScript(
                state.member(token).path(),
                state.endedPath(token),
                properties,
                request.index(),
                request.init(),
                javaBin);
        state.create(token, member -> {
            member.writeRequest(StoredRequest.of(request));
            member.writeLabels(request.labels());
            member.writeScript(script.text());
        });
    }

    private void launch(MemberDirectory member) {
        try {
            launcher.launch(member);
        } catch (ProviderFailure e) {
            refuseEnded(member.token());
            throw e;
        }
    }

    private void refuseEnded(Token token) {
        if (state.hasEnded(token)) {
            throw ended(token);
        }
    }

    private static ProviderFailure ended(Token token) {
        return new ProviderFailure(
                Kind.REJECTED, "the process of token " + token + " was destroyed; it is not made a second time");
    }

    private Optional<MemberDirectory> member(ProviderId id) {
        return state.members().stream()
                .filter(member ->
                        member.identity().map(member::id).filter(id::equals).isPresent())
                .findFirst();
    }

    private static Duration stopTimeout(MemberDirectory member) {
        return member.request()
                .map(StoredRequest::parsed)
                .map(ProcessProperties::stopTimeout)
                .orElse(DEFAULT_STOP_TIMEOUT);
    }

    private void changed(Token token) {
        watches.forEach(PhaseWatch::wake);
    }
}
