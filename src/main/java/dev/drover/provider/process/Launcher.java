package dev.drover.provider.process;

import dev.drover.provider.spi.ProviderFailure;
import dev.drover.provider.spi.ProviderFailure.Kind;
import dev.drover.provider.spi.Token;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Runs start scripts, and keeps how those processes end as long as Drover is their parent. */
final class Launcher {
    private static final Set<String> INHERITED = Set.of("PATH", "HOME", "LANG", "TZ", "TMPDIR");
    private static final Duration CLAIM_WITHIN = Duration.ofSeconds(10);
    private static final Duration CLAIM_LOOK = Duration.ofMillis(2);
    private static final Duration EXIT_KNOWN_WITHIN = Duration.ofSeconds(1);

    private final Map<Token, Process> children = new ConcurrentHashMap<>();
    private final Consumer<Token> exited;

    Launcher(Consumer<Token> exited) {
        this.exited = exited;
    }

    /** Starts the member's script, and returns when it or another run of it has claimed the token. */
    Identity launch(MemberDirectory member) {
        Process process = start(member);
        Identity identity = awaitClaim(member, process);
        if (identity.pid() == process.pid()) {
            keepExitCode(member, process);
        }
        return identity;
    }

    /** The exit code of a dead process; empty if Drover was not its parent. */
    Optional<Integer> exitCode(MemberDirectory member) {
        Optional<Integer> stored = member.exitCode();
        return stored.isPresent()
                ? stored
                : Optional.ofNullable(children.get(member.token())).flatMap(Launcher::exitCode);
    }

    private static Process start(MemberDirectory member) {
        File log = member.log().toFile();
        // The session keeps signals to Drover's own group, as from a terminal, away from members.
        ProcessBuilder builder = new ProcessBuilder("setsid", "/bin/sh", MemberDirectory.SCRIPT)
                .directory(member.path().toFile())
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .redirectError(ProcessBuilder.Redirect.appendTo(log))
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        builder.environment().keySet().retainAll(INHERITED);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new ProviderFailure(
                    Kind.RETRYABLE, "setsid (of util-linux) could not be started: " + e.getMessage(), e);
        }
    }

    private static Identity awaitClaim(MemberDirectory member, Process process) {
        long giveUp = System.nanoTime() + CLAIM_WITHIN.toNanos();
        while (System.nanoTime() < giveUp) {
            boolean over = !process.isAlive();
            Optional<Identity> identity = member.identity();
            if (identity.isPresent()) {
                return identity.get();
            }
            if (over) {
                throw new ProviderFailure(Kind.RETRYABLE, "the process did not start: " + LogTail.of(member));
            }
            LockSupport.parkNanos(CLAIM_LOOK.toNanos());
        }
        throw new ProviderFailure(
                Kind.UNKNOWN_OUTCOME,
                "the process did not start within " + CLAIM_WITHIN.toSeconds() + "s, and still may");
    }

    private void keepExitCode(MemberDirectory member, Process process) {
        children.put(member.token(), process);
        var unused = process.onExit().thenAccept(exit -> {
            try {
                member.writeExitCode(exit.exitValue());
                children.remove(member.token());
            } catch (UncheckedIOException e) {
                // Ended meanwhile: nobody asks any more. If the disk is full, the handle goes on knowing it.
                children.computeIfPresent(
                        member.token(), (token, child) -> member.identity().isEmpty() ? null : child);
            }
            exited.accept(member.token());
        });
    }

    /** The kernel shows a death a moment before the JVM does. */
    private static Optional<Integer> exitCode(Process process) {
        try {
            return process.waitFor(EXIT_KNOWN_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                    ? Optional.of(process.exitValue())
                    : Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
