package dev.drover.provider.process;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Every living process by session, as of the first question asked, so that many members cost one look. For one thread, and
 * for moments: whoever is about to signal takes a new one.
 */
final class ProcessTable {
    private @Nullable Map<Long, Map<Long, ProcStat>> sessions;

    List<ProcStat> session(long id) {
        Map<Long, Map<Long, ProcStat>> read = sessions;
        if (read == null) {
            read = read();
            sessions = read;
        }
        return List.copyOf(read.getOrDefault(id, Map.of()).values());
    }

    /** Looks twice: one look can miss a child that was started while its parent was already passed. */
    private static Map<Long, Map<Long, ProcStat>> read() {
        Map<Long, Map<Long, ProcStat>> sessions = new HashMap<>();
        Stream.concat(ProcStat.all().stream(), ProcStat.all().stream())
                .filter(ProcStat::isAlive)
                .forEach(process -> sessions.computeIfAbsent(process.session(), id -> new HashMap<>())
                        .put(process.pid(), process));
        return sessions;
    }
}
