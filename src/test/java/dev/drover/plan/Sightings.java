package dev.drover.plan;

import dev.drover.provider.spi.Phase;
import dev.drover.spec.MemberId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** What has become known of members, by comparing them with what they were before. */
final class Sightings {
    private final Store store;
    private final Map<MemberId, Seen> before = new HashMap<>();

    Sightings(Store store) {
        this.store = store;
    }

    /** Tells what is new, and of whom. */
    void tell(BiConsumer<String, List<MemberId>> news) {
        Map<String, List<MemberId>> told = new LinkedHashMap<>();
        for (MemberRow row : store.members) {
            Seen now = Seen.of(row);
            Seen last = before.getOrDefault(row.id, Seen.NOTHING);
            now.since(last)
                    .forEach(it ->
                            told.computeIfAbsent(it, same -> new ArrayList<>()).add(row.id));
            before.put(row.id, now);
        }
        told.forEach(news);
    }

    private record Seen(
            boolean bound, boolean stopped, boolean missing, String health, boolean drained, boolean agreed) {
        static final Seen NOTHING = new Seen(false, false, false, "", false, false);

        static Seen of(MemberRow row) {
            return new Seen(
                    row.isBound(),
                    row.phase == Phase.STOPPED,
                    row.missingSince != null,
                    row.probe == null ? "" : row.probe.status().name(),
                    row.drain != null && row.drain.is(Call.State.DONE),
                    row.destroy != null && row.destroy.is(Call.State.DONE));
        }

        List<String> since(Seen last) {
            List<String> news = new ArrayList<>();
            note(news, bound && !last.bound, "running: ");
            note(news, stopped && !last.stopped, "seen to be stopped: ");
            note(news, missing && !last.missing && !agreed, "a listing lacks ");
            note(news, !missing && last.missing, "a listing shows again ");
            note(news, drained && !last.drained, "has stopped its work: ");
            note(news, agreed && !last.agreed, "the provider agrees to the end of ");
            if (!health.equals(last.health)) {
                note(news, health.equals("HEALTHY"), "healthy: ");
                note(news, health.equals("UNHEALTHY"), "unhealthy: ");
                note(news, health.equals("UNKNOWN"), "nobody can tell whether healthy: ");
            }
            return news;
        }

        private static void note(List<String> news, boolean isNew, String words) {
            if (isNew) {
                news.add(words);
            }
        }
    }
}
