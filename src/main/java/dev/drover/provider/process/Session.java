package dev.drover.provider.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The processes of one member: its leader, and what that started and did not take along when it died. */
record Session(Identity leader) {
    boolean isAlive() {
        return leader.isAlive() || !survivors().isEmpty();
    }

    /** Signals the leader's process group, if it is still that of this member. */
    void signal(String signal) {
        send(signal, groups(survivors()));
    }

    /** Kills the leader's process group, and every process of the session that left the group. */
    void kill() {
        List<ProcStat> survivors = survivors();
        List<Long> targets = groups(survivors);
        survivors.stream()
                .filter(process -> process.group() != leader.pid())
                .map(ProcStat::pid)
                .forEach(targets::add);
        send("KILL", targets);
    }

    /**
     * A pid is not given out again while it names a session with processes in it. So as long as no stranger holds the pid,
     * what is in that session and is not older than the leader was started by it.
     */
    private List<ProcStat> survivors() {
        Optional<ProcStat> holder = leader.isOfThisBoot() ? ProcStat.of(leader.pid()) : Optional.empty();
        if (!leader.isOfThisBoot()
                || holder.filter(stat -> !leader.isSame(stat)).isPresent()) {
            return List.of();
        }
        List<ProcStat> survivors = scan();
        // One look through /proc can miss a child that was started while its parent was already passed.
        return survivors.isEmpty() ? scan() : survivors;
    }

    private List<ProcStat> scan() {
        return ProcStat.all().stream()
                .filter(process -> process.session() == leader.pid())
                .filter(process -> process.startTicks() >= leader.startTicks())
                .filter(ProcStat::isAlive)
                .toList();
    }

    private List<Long> groups(List<ProcStat> survivors) {
        List<Long> groups = new ArrayList<>();
        if (survivors.stream().anyMatch(process -> process.group() == leader.pid())) {
            groups.add(-leader.pid());
        }
        return groups;
    }

    private static void send(String signal, List<Long> targets) {
        if (targets.isEmpty()) {
            return;
        }
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "kill -s \"$0\" -- \"$@\"", signal));
        targets.forEach(target -> command.add(Long.toString(target)));
        try {
            new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
