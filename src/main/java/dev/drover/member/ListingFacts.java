package dev.drover.member;

import dev.drover.database.Rows;
import dev.drover.history.Event;
import dev.drover.history.EventType;
import dev.drover.history.History;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.Phase;
import dev.drover.work.DatabaseClock;
import dev.drover.work.Wakes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Compares what a provider tells with the member rows, and writes only the differences: facts, from which the next pass
 * draws its conclusions. Only the groups concerned are woken.
 */
@Component
public class ListingFacts {
    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final History history;
    private final Wakes wakes;
    private final DatabaseClock clock;
    private final Observations observations;

    ListingFacts(
            JdbcClient jdbc,
            TransactionOperations transactions,
            History history,
            Wakes wakes,
            DatabaseClock clock,
            Observations observations) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.history = history;
        this.wakes = wakes;
        this.clock = clock;
        this.observations = observations;
    }

    /** Writes what differs from a whole listing, together with the listing itself, in one transaction. */
    public void compare(Listing listing) {
        transactions.executeWithoutResult(transaction -> {
            Difference difference = new Difference(listing.begun(), clock.now());
            List<ListedMember> members = members(listing.provider());
            members.forEach(it -> compare(it, listing, difference));
            boolean recovered = observations.whole(listing, clock.now(), allMissing(members, listing));
            difference.groups.addAll(
                    recovered ? groups(members) : observations.awaiting(listing.provider(), listing.begun()));
            history.append(difference.events);
            wakes.wake(difference.groups);
        });
    }

    /** Notes that a listing could not be had. */
    public void failed(String provider, Instant begun, Duration interval, String error) {
        observations.failed(provider, begun, interval, error);
    }

    /** Takes in one instance whose phase changed, as the provider pushed it. Proves nothing about others. */
    public void changed(String provider, Instance instance) {
        transactions.executeWithoutResult(transaction -> {
            Instant now = clock.now();
            Difference difference = new Difference(now, now);
            member(provider, instance).ifPresent(it -> present(it, instance, difference));
            history.append(difference.events);
            wakes.wake(difference.groups);
        });
    }

    private List<ListedMember> members(String provider) {
        return jdbc.sql(ListedMember.SELECT + " and m.provider = :provider order by m.group_id, m.number")
                .param("provider", provider)
                .query((row, number) -> ListedMember.of(row))
                .list();
    }

    private Optional<ListedMember> member(String provider, Instance instance) {
        if (instance.token() == null) {
            return Optional.empty();
        }
        return jdbc.sql(ListedMember.SELECT + " and m.provider = :provider and m.token::text = :token for update of m")
                .param("provider", provider)
                .param("token", instance.token().value())
                .query((row, number) -> ListedMember.of(row))
                .optional();
    }

    private static Set<Long> groups(List<ListedMember> members) {
        Set<Long> groups = new HashSet<>();
        members.forEach(it -> groups.add(it.group()));
        return groups;
    }

    /** Whether there are at least two bound members, and the listing shows none of them. */
    private static boolean allMissing(List<ListedMember> members, Listing listing) {
        List<ListedMember> bound = members.stream()
                .filter(it -> !it.leaving() && mustBeListed(it, listing))
                .toList();
        return bound.size() >= 2
                && bound.stream().noneMatch(it -> shown(it, listing).isPresent());
    }

    /** A listing shows a bound member only with its provider id and its token: ids may be used again. */
    private static Optional<Instance> shown(ListedMember member, Listing listing) {
        return listing.find(member.token(), member.id()).filter(it -> it.phase() != Phase.GONE);
    }

    private void compare(ListedMember member, Listing listing, Difference difference) {
        Optional<Instance> shown = shown(member, listing);
        if (shown.isPresent()) {
            present(member, shown.get(), difference);
        } else if (member.id() != null && member.missingSince() == null) {
            absent(member, listing, difference);
        }
    }

    private void present(ListedMember member, Instance instance, Difference difference) {
        if (member.id() == null) {
            found(member, instance, difference);
            return;
        }
        if (!member.id().equals(instance.id())) {
            return;
        }
        if (member.missingSince() != null) {
            seenAgain(member, difference);
        }
        if (member.phase() != instance.phase()) {
            phase(member, instance, difference);
        }
        addresses(member, instance, difference);
    }

    private void found(ListedMember member, Instance instance, Difference difference) {
        if (member.found()) {
            return;
        }
        jdbc.sql("""
                update member set found = :found::jsonb
                 where group_id = :group and number = :number and provider_id is null
                """)
                .param("found", Rows.json(instance))
                .param("group", member.group())
                .param("number", member.member().number())
                .update();
        if (member.unknown()) {
            difference.groups.add(member.group());
        }
    }

    /** A member that was bound after the listing began, or less than a window before it, need not be in it. */
    private static boolean mustBeListed(ListedMember member, Listing listing) {
        Instant boundAt = member.boundAt();
        return boundAt != null && !listing.begun().isBefore(boundAt.plus(listing.window()));
    }

    private void absent(ListedMember member, Listing listing, Difference difference) {
        if (!mustBeListed(member, listing)) {
            return;
        }
        int written = jdbc.sql(
                        "update member set missing_since = :begun where group_id = :group and number = :number and state <> 'ENDED'")
                .param("begun", Rows.timestamp(listing.begun()))
                .param("group", member.group())
                .param("number", member.member().number())
                .update();
        if (written == 0) {
            return; // it was let go, or ended, meanwhile
        }
        if (member.leaving()) {
            difference.groups.add(member.group());
        } else {
            difference.add(
                    member,
                    EventType.INSTANCE_MISSING,
                    "a whole listing of " + listing.provider() + " does not show " + member.member());
        }
    }

    private void seenAgain(ListedMember member, Difference difference) {
        int written = jdbc.sql(
                        "update member set missing_since = null where group_id = :group and number = :number and state <> 'ENDED'")
                .param("group", member.group())
                .param("number", member.member().number())
                .update();
        if (written > 0) {
            difference.add(member, EventType.INSTANCE_FOUND_AGAIN, member.member() + " is listed again");
        }
    }

    private void phase(ListedMember member, Instance instance, Difference difference) {
        int written = jdbc.sql("""
                update member
                   set phase = :phase, phase_since = :now, phase_detail = :detail, ever_ready = ever_ready or :ready,
                       probe_status = null, probe_reason = null, probe_since = null, streak = 0, streak_status = null
                 where group_id = :group and number = :number and phase_since <= :seen and phase <> :phase
                   and state <> 'ENDED'
                """)
                .param("phase", instance.phase().name())
                .param("detail", instance.detail())
                .param("ready", member.ready(difference.now))
                .param("now", Rows.timestamp(difference.now))
                .param("seen", Rows.timestamp(difference.seen))
                .param("group", member.group())
                .param("number", member.member().number())
                .update();
        if (written == 0) {
            return; // somebody saw a newer phase
        }
        difference.groups.add(member.group());
        if (member.leaving()) {
            return; // that its instance stops is what was asked for: the end of the member tells it
        }
        String detail = instance.detail() == null ? "" : ": " + instance.detail();
        switch (instance.phase()) {
            case STOPPED -> difference.add(member, EventType.INSTANCE_STOPPED, member.member() + " stopped" + detail);
            case GONE ->
                difference.add(
                        member, EventType.INSTANCE_MISSING, "the provider says that " + member.member() + " is gone");
            case STARTING, RUNNING ->
                difference.add(
                        member,
                        EventType.INSTANCE_STARTED,
                        member.member() + " is "
                                + MemberReader.lower(instance.phase().name()) + detail);
        }
    }

    private void addresses(ListedMember member, Instance instance, Difference difference) {
        String addresses = Rows.json(instance.addresses());
        String ports = Rows.json(instance.ports());
        if (Rows.tree(addresses).equals(member.addresses()) && Rows.tree(ports).equals(member.ports())) {
            return;
        }
        jdbc.sql("""
                update member set addresses = :addresses::jsonb, ports = :ports::jsonb
                 where group_id = :group and number = :number
                """)
                .param("addresses", addresses)
                .param("ports", ports)
                .param("group", member.group())
                .param("number", member.member().number())
                .update();
        difference.groups.add(member.group());
    }

    /** What one comparison found. */
    private static final class Difference {
        private final Instant seen;
        private final Instant now;
        private final List<Event> events = new ArrayList<>();
        private final Set<Long> groups = new HashSet<>();

        /** @param seen when the look at the provider began */
        Difference(Instant seen, Instant now) {
            this.seen = seen;
            this.now = now;
        }

        void add(ListedMember member, EventType type, String message) {
            events.add(Event.caused(member.group(), member.member().number(), type, now, message));
            groups.add(member.group());
        }
    }
}
