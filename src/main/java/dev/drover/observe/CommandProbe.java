package dev.drover.observe;

import dev.drover.group.HealthSettings;
import dev.drover.member.ProbedMember;
import dev.drover.member.ProbedMember.Answer;
import dev.drover.observe.Probe.Result;
import dev.drover.spec.Durations;
import dev.drover.spec.Templates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Runs a command on this host that says whether a member is healthy. What the command itself does (it exits with another
 * code than 0, it hangs) is Unhealthy; what keeps us from running it is Unknown.
 */
@Component
class CommandProbe {
    private static final int SHOWN = 80;

    private final HealthSettings settings;

    CommandProbe(HealthSettings settings) {
        this.settings = settings;
    }

    Result ask(ProbedGroup group, ProbedMember member, List<String> words, Duration timeout)
            throws InterruptedException {
        if (!settings.commands()) {
            return new Result(
                    Answer.UNKNOWN, "this Drover runs no commands for probes (drover.health.commands is false)");
        }
        try {
            Map<String, String> variables = group.variables(member);
            List<String> command =
                    words.stream().map(it -> Templates.render(it, variables)).toList();
            return run(command, group.environment(member), timeout);
        } catch (IllegalArgumentException e) {
            return new Result(Answer.UNKNOWN, "its command cannot be run: " + e.getMessage());
        }
    }

    private static Result run(List<String> command, Map<String, String> environment, Duration timeout)
            throws InterruptedException {
        String program = command.getFirst();
        String shown = program.length() > SHOWN ? program.substring(0, SHOWN) + "…" : program;
        if (!isThere(program)) {
            return new Result(Answer.UNKNOWN, shown + " cannot be started: there is no such program on Drover's host");
        }
        try {
            ProbeProcess.End end = ProbeProcess.run(command, environment, timeout);
            String said = end.lastLine().isEmpty() ? "" : ": " + end.lastLine();
            return end.code().isEmpty()
                    ? new Result(
                            Answer.UNHEALTHY,
                            shown + " did not end within " + Durations.format(timeout) + " and was killed" + said)
                    : new Result(
                            end.code().getAsInt() == 0 ? Answer.HEALTHY : Answer.UNHEALTHY,
                            shown + " exited " + end.code().getAsInt() + said);
        } catch (IOException e) {
            return new Result(Answer.UNKNOWN, shown + " cannot be started: " + e.getMessage());
        }
    }

    /** Looked for beforehand: once started, a program that is missing looks like one that exits 127. */
    private static boolean isThere(String program) {
        return program.contains("/")
                ? isProgram("", program)
                : Arrays.stream(Optional.ofNullable(System.getenv("PATH"))
                                .orElse("/usr/bin:/bin")
                                .split(":"))
                        .anyMatch(directory -> isProgram(directory, program));
    }

    private static boolean isProgram(String directory, String name) {
        try {
            Path file = Path.of(directory, name);
            return Files.isRegularFile(file) && Files.isExecutable(file);
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
