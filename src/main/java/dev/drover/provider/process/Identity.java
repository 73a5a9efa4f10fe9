package dev.drover.provider.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Which process a member is. A pid alone is not enough: it is given to another process some time after a death. */
record Identity(long pid, long startTicks, String bootId) {
    /** Reads what the start script wrote: pid, start ticks, boot id; empty if it is not that. */
    static Optional<Identity> parse(String text) {
        String[] parts = text.trim().split(" ", -1);
        try {
            return parts.length == 3
                    ? Optional.of(new Identity(Long.parseLong(parts[0]), Long.parseLong(parts[1]), parts[2]))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    boolean isAlive() {
        return isOfThisBoot()
                && ProcStat.of(pid)
                        .filter(this::isSame)
                        .filter(ProcStat::isAlive)
                        .isPresent();
    }

    boolean isSame(ProcStat stat) {
        return stat.pid() == pid && stat.startTicks() == startTicks;
    }

    boolean isOfThisBoot() {
        return bootId.equals(Boot.ID);
    }

    private static final class Boot {
        static final String ID = read();

        private static String read() {
            try {
                return Files.readString(Path.of("/proc/sys/kernel/random/boot_id"))
                        .trim();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
