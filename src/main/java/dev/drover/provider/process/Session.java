package dev.drover.provider.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** The processes of one member: its leader, and what that started and did not take along when it died. */
record Session(Identity leader) {
    boolean isAlive(ProcessTable table) {
        return leader.isAlive() || !survivors(table).isEmpty();
    }

    /** Signals the leader's process group, if it is still that of this member. */
    void signal(String signal) {
        if (leader.isAlive() || survivors(new ProcessTable()).stream().anyMatch(this::isInGroup)) {
            send(signal, List.of(-leader.pid()));
        }
    }

    /** Kills the leader's process group, and every process of the session that left the group. */
    void kill() {
        signal("KILL");
        send("KILL", survivors(new ProcessTable()).stream().map(ProcStat::pid).toList());
    }

    /**
     * A pid is not given out again while it names a session with processes in it. So as long as no stranger holds the pid,
     * what is in that session and is not older than the leader was started by it.
     */
    private List<ProcStat> survivors(ProcessTable table) {
        boolean stranger =
                ProcStat.of(leader.pid()).filter(stat -> !leader.isSame(stat)).isPresent();
        if (stranger || !leader.isOfThisBoot()) {
            return List.of();
        }
        return table.session(leader.pid()).stream()
                .filter(process -> process.startTicks() >= leader.startTicks())
                .toList();
    }

    private boolean isInGroup(ProcStat process) {
        return process.group() == leader.pid();
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
