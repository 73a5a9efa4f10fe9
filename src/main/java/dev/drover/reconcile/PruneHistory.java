package dev.drover.reconcile;

import dev.drover.history.History;
import dev.drover.history.RetentionSettings;
import dev.drover.work.DatabaseClock;
import dev.drover.work.Job;
import dev.drover.work.Jobs;
import dev.drover.work.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Forgets what is older than the retention, in batches that each are one short transaction. What a group's rules still look
 * back at is kept however short the retention is.
 */
@Component
class PruneHistory implements Job {
    private static final Duration EVERY = Duration.ofHours(1);
    /** When there is more: others may want to run in between. */
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private static final int BATCH = 1000;
    private static final int BATCHES = 20;
    private static final String ONLY = "history";

    private final RetentionSettings settings;
    private final EndedMembers members;
    private final History history;
    private final Jobs jobs;
    private final DatabaseClock clock;
    private final Standing standing;

    PruneHistory(
            RetentionSettings settings,
            EndedMembers members,
            History history,
            Jobs jobs,
            DatabaseClock clock,
            Standing standing) {
        this.standing = standing;
        this.settings = settings;
        this.members = members;
        this.history = history;
        this.jobs = jobs;
        this.clock = clock;
    }

    @EventListener(ApplicationReadyEvent.class)
    void schedule() {
        if (standing.acts()) {
            jobs.ensure(Name.PRUNE, ONLY);
        }
    }

    @Override
    public Name name() {
        return Name.PRUNE;
    }

    @Override
    public Optional<Instant> run(String instance) {
        Instant now = clock.now();
        Instant before = now.minus(settings.history());
        boolean more = events(before);
        for (long group : members.groups(before)) {
            more |= members(group, now);
        }
        return Optional.of(clock.now().plus(more ? AGAIN : EVERY));
    }

    /** Whether there may be more. */
    private boolean events(Instant before) {
        for (int batch = 0; batch < BATCHES; batch++) {
            if (history.forget(before, BATCH) < BATCH) {
                return false;
            }
        }
        return true;
    }

    private boolean members(long group, Instant now) {
        Duration window = members.window(group);
        Duration kept = window.compareTo(settings.history()) > 0 ? window : settings.history();
        boolean rulesLookBackForEver = kept.toDays() > RetentionSettings.MOST_DAYS;
        return !rulesLookBackForEver && members.forget(group, now.minus(kept), BATCH) == BATCH;
    }
}
