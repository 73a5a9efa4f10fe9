package dev.drover.provider.process;

import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.Phase;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells what a member's directory and its processes show. */
final class Report {
    private static final List<String> LOOPBACK = List.of("127.0.0.1");
    private static final int SIGNALLED = 128;
    private static final int HIGHEST_SIGNAL = 64;

    private final Launcher launcher;

    Report(Launcher launcher) {
        this.launcher = launcher;
    }

    /**
     * The instance in this directory, if it carries all of these labels. Empty if the directory does not (or not yet) tell
     * of one, or only of one that is gone: what is half-written has not started anything.
     */
    Optional<Instance> instance(MemberDirectory member, Map<String, String> wanted, ProcessTable table) {
        Optional<Map<String, String>> labels =
                member.labels().filter(all -> all.entrySet().containsAll(wanted.entrySet()));
        Optional<Identity> identity = labels.flatMap(all -> member.identity());
        return identity.flatMap(found -> member.request().flatMap(request -> {
            Phase phase = phase(member, found, request.hasInit(), table);
            return phase == Phase.GONE
                    ? Optional.empty()
                    : Optional.of(instance(member, found, labels.orElseThrow(), request, phase));
        }));
    }

    /** A member that is being stopped counts as running until nothing of it is left. */
    static Phase phase(MemberDirectory member, Identity identity, boolean hasInit, ProcessTable table) {
        if (identity.isAlive()) {
            return !hasInit || member.isStarted() ? Phase.RUNNING : Phase.STARTING;
        }
        if (member.stopping().isEmpty()) {
            return Phase.STOPPED;
        }
        return new Session(identity).isAlive(table) ? Phase.RUNNING : Phase.GONE;
    }

    private Instance instance(
            MemberDirectory member, Identity identity, Map<String, String> labels, StoredRequest request, Phase phase) {
        return new Instance(
                member.id(identity), member.token(), labels, phase, LOOPBACK, request.ports(), detail(member, phase));
    }

    private @Nullable String detail(MemberDirectory member, Phase phase) {
        if (phase != Phase.STOPPED) {
            return member.stopping().isPresent() ? "stopping" : null;
        }
        String end = member.failure().orElseGet(() -> exit(launcher.exitCode(member)));
        String log = LogTail.of(member);
        return log.isEmpty() ? end : end + "; its last output:\n" + log;
    }

    private static String exit(Optional<Integer> known) {
        if (known.isEmpty()) {
            return "exited, code unknown";
        }
        int code = known.get();
        boolean signalled = code > SIGNALLED && code <= SIGNALLED + HIGHEST_SIGNAL;
        return "exited " + code + (signalled ? " (killed by signal " + (code - SIGNALLED) + ")" : "");
    }
}
