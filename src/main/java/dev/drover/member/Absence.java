package dev.drover.member;

import dev.drover.database.Retried;
import dev.drover.database.Rows;
import dev.drover.history.Event;
import dev.drover.history.EventType;
import dev.drover.history.History;
import dev.drover.spec.GroupName;
import dev.drover.spec.MemberId;
import dev.drover.work.DatabaseClock;
import dev.drover.work.Wakes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Takes in what a whole listing did not show. */
@Component
class Absence {
    /** The most events in one statement. */
    private static final int PORTION = 500;

    private final JdbcClient jdbc;
    private final Retried transactions;
    private final Observations observations;
    private final History history;
    private final Wakes wakes;
    private final DatabaseClock clock;

    Absence(
            JdbcClient jdbc,
            Retried transactions,
            Observations observations,
            History history,
            Wakes wakes,
            DatabaseClock clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.observations = observations;
        this.history = history;
        this.wakes = wakes;
        this.clock = clock;
    }

    /**
     * Notes the listing and all that it lacks, in one transaction: a pass that saw some of the missing only would not know
     * that they are suspiciously many.
     */
    void write(Listing listing, Picture picture) {
        transactions.run(() -> {
            Instant now = clock.now();
            List<Missing> missing = missing(listing, picture.vanished());
            tell(listing, missing, now);
            boolean recovered = observations.whole(listing, now, picture.allMissing() && several(listing));
            Set<Long> groups = new HashSet<>(
                    recovered
                            ? observations.groups(listing.provider())
                            : observations.awaiting(listing.provider(), listing.begun()));
            missing.forEach(it -> groups.add(it.group()));
            wakes.wake(groups);
        });
    }

    /** Whether there are members that are still to stay: those that were to be found may have been told to leave meanwhile. */
    private boolean several(Listing listing) {
        return jdbc.sql("""
                        select number from member
                         where provider = :provider and state = 'RUNNING' and bound_at <= :latest limit 2
                        """)
                        .param("provider", listing.provider())
                        .param("latest", Rows.timestamp(listing.latest()))
                        .query(Integer.class)
                        .list()
                        .size()
                == 2;
    }

    /** Marks those that should be there, also by now. */
    private List<Missing> missing(Listing listing, List<UUID> tokens) {
        if (tokens.isEmpty()) {
            return List.of();
        }
        return jdbc.sql("""
                with x as (
                    select m.group_id, m.number from member m
                     where m.token = any(:tokens) and m.provider = :provider and m.state <> 'ENDED'
                       and m.bound_at <= :latest and m.missing_since is null
                     order by m.group_id, m.number for update)
                update member m set missing_since = :begun
                  from x, fleet_group g
                 where m.group_id = x.group_id and m.number = x.number and g.id = m.group_id
                returning m.group_id, g.name, m.number, m.state = 'LEAVING' as leaving
                """)
                .param("tokens", tokens.toArray(UUID[]::new))
                .param("provider", listing.provider())
                .param("latest", Rows.timestamp(listing.latest()))
                .param("begun", Rows.timestamp(listing.begun()))
                .query((row, number) -> new Missing(
                        row.getLong("group_id"),
                        new MemberId(new GroupName(row.getString("name")), row.getInt("number")),
                        row.getBoolean("leaving")))
                .list();
    }

    /** That a leaving member's instance is gone is what was asked for: the end of the member tells it. */
    private void tell(Listing listing, List<Missing> missing, Instant now) {
        List<Event> events = new ArrayList<>();
        for (Missing it : missing) {
            if (!it.leaving()) {
                events.add(Event.caused(
                        it.group(),
                        it.member().number(),
                        EventType.INSTANCE_MISSING,
                        now,
                        "a whole listing of " + listing.provider() + " does not show " + it.member()));
            }
            if (events.size() == PORTION) {
                history.append(events);
                events.clear();
            }
        }
        history.append(events);
    }

    private record Missing(long group, MemberId member, boolean leaving) {}
}
