package dev.drover.group;

import dev.drover.spec.GroupName;
import dev.drover.spec.MemberId;
import dev.drover.web.Provenance;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A group as the API shows it.
 *
 * @param paused since when each paused process is: fill, shrink, repair, roll
 * @param provenance where the newest declaration comes from; null if nobody said
 * @param spec with its defaults
 * @param status what the last pass found; null before the first
 * @param alreadyCalled calls that were under way when this was read, and that a command can no longer stop
 */
record GroupView(
        String name,
        String state,
        long generation,
        Map<String, Instant> paused,
        String declaredBy,
        Instant declaredAt,
        @Nullable Provenance provenance,
        Instant createdAt,
        @Schema(ref = "#/components/schemas/Group") JsonNode spec,
        @Nullable GroupStatus status,
        List<AlreadyCalled> alreadyCalled) {

    /** A call under way: {@code provision} or {@code destroy}. */
    record AlreadyCalled(String action, String member) {
        static AlreadyCalled of(String group, String kind, int number) {
            return new AlreadyCalled(
                    kind.toLowerCase(Locale.ROOT), new MemberId(new GroupName(group), number).toString());
        }
    }

    /** A group in a list. */
    record Summary(
            String name,
            String state,
            long generation,
            Map<String, String> labels,
            boolean converged,
            boolean ready,
            SummarySize size) {}

    /** How many members there are to be, and are. */
    record SummarySize(int desired, int live, int ready) {}

    /** The answer to a declaration. {@code change} is none, policy, size or revision. */
    record DeclaredView(
            String name,
            String change,
            long generation,
            List<AlreadyCalled> alreadyCalled,
            ForecastView.Glance forecast) {}
}
