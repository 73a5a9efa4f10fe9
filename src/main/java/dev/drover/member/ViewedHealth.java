package dev.drover.member;

import dev.drover.database.Rows;
import dev.drover.provider.spi.Phase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A member's health as users see it: what the planner concludes from the same columns. */
final class ViewedHealth {
    private ViewedHealth() {}

    static MemberView.HealthView of(ResultSet row, Instant now) throws SQLException {
        String phase = row.getString("phase");
        if (phase == null) {
            return new MemberView.HealthView("unknown", "it has no instance yet", null);
        }
        if (row.getString("state").equals("ENDED")) {
            return new MemberView.HealthView("unknown", "it has ended", Rows.instant(row, "ended_at"));
        }
        Instant nowhere = Rows.instant(row, "nowhere_since");
        Instant away = Rows.instant(row, "away_since");
        if (nowhere != null) {
            return lost("no replica has its provider configured: " + row.getString("provider"), nowhere, row);
        }
        if (away != null) {
            return lost("the host that it runs on is away: " + row.getString("host_name"), away, row);
        }
        return of(row, Phase.valueOf(phase), Rows.instant(row, "phase_since"), now);
    }

    private static MemberView.HealthView lost(String reason, Instant since, ResultSet row) throws SQLException {
        Instant bound = Objects.requireNonNull(Rows.instant(row, "bound_at"));
        return new MemberView.HealthView("unknown", reason, since.isAfter(bound) ? since : bound);
    }

    private static MemberView.HealthView of(ResultSet row, Phase phase, @Nullable Instant since, Instant now)
            throws SQLException {
        String detail = row.getString("phase_detail");
        String stopped = detail == null ? "the instance stopped" : "the instance stopped: " + detail;
        return switch (phase) {
            case STOPPED -> new MemberView.HealthView("unhealthy", stopped, since);
            case GONE -> new MemberView.HealthView("unhealthy", "the instance is gone", since);
            case STARTING -> new MemberView.HealthView("unknown", "the instance is starting", since);
            case RUNNING -> reported(running(row, since), row, now);
        };
    }

    /** The worse of two opinions holds; healthy holds since the last one said so, or since one that did not was over. */
    private static MemberView.HealthView reported(MemberView.HealthView own, ResultSet row, Instant now)
            throws SQLException {
        String status = row.getString("report_status");
        Instant until = Rows.instant(row, "report_until");
        if (status == null || until == null || own.since() == null) {
            return own;
        }
        var report = new MemberView.HealthView(
                MemberReader.lower(status), row.getString("report_reason"), Rows.instant(row, "report_since"));
        if (!until.isAfter(now)) {
            boolean counts = !report.status().equals("healthy") && until.isAfter(own.since());
            return counts ? new MemberView.HealthView(own.status(), own.reason(), until) : own;
        }
        int compared = badness(own) - badness(report);
        if (compared != 0) {
            return compared > 0 ? own : report;
        }
        boolean ownFirst = own.since().isBefore(report.since());
        return ownFirst == (badness(own) > 0) ? own : report;
    }

    private static int badness(MemberView.HealthView health) {
        return List.of("healthy", "unknown", "unhealthy").indexOf(health.status());
    }

    private static MemberView.HealthView running(ResultSet row, @Nullable Instant since) throws SQLException {
        if (!row.getBoolean("probed")) {
            return new MemberView.HealthView("healthy", "the instance is running", since);
        }
        String probe = row.getString("probe_status");
        return probe == null
                ? new MemberView.HealthView("unknown", "not probed yet", since)
                : new MemberView.HealthView(
                        MemberReader.lower(probe), row.getString("probe_reason"), Rows.instant(row, "probe_since"));
    }
}
