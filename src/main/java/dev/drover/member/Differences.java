package dev.drover.member;

import dev.drover.database.Rows;
import dev.drover.history.Event;
import dev.drover.history.EventType;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.Phase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** What instances that a provider shows say of their members, and the rows do not: as the rows to be written, with their events. */
final class Differences {
    private final Instant seen;
    private final Instant now;
    private final List<Found> found = new ArrayList<>();
    private final List<Again> again = new ArrayList<>();
    private final List<Phased> phased = new ArrayList<>();
    private final List<Reached> reached = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private final Set<Long> groups = new HashSet<>();

    /** @param seen when the look at the provider began */
    Differences(Instant seen, Instant now) {
        this.seen = seen;
        this.now = now;
    }

    /** Compares a member with an instance that carries its token, and its provider id if it has one. */
    void present(ListedMember member, Instance instance) {
        if (member.id() == null) {
            found(member, instance);
            return;
        }
        again(member);
        phase(member, instance);
        addresses(member, instance);
    }

    private void found(ListedMember member, Instance instance) {
        if (member.found() || !member.asked(seen)) {
            return;
        }
        found.add(new Found(member.group(), member.number(), Rows.tree(Rows.json(instance))));
        if (member.unknown()) {
            groups.add(member.group());
        }
    }

    private void again(ListedMember member) {
        if (member.missingSince() == null || member.missingSince().isAfter(seen)) {
            return;
        }
        again.add(new Again(member.group(), member.number()));
        add(member, EventType.INSTANCE_FOUND_AGAIN, member.member() + " is listed again");
    }

    /** Somebody may have seen a newer phase. */
    private void phase(ListedMember member, Instance instance) {
        if (member.phase() == instance.phase()
                || member.phaseSince() == null
                || member.phaseSince().isAfter(seen)) {
            return;
        }
        phased.add(new Phased(
                member.group(), member.number(), instance.phase().name(), instance.detail(), member.ready(now)));
        groups.add(member.group());
        if (!member.leaving()) { // that its instance stops is what was asked for: the end of the member tells it
            phaseEvent(member, instance);
        }
    }

    private void phaseEvent(ListedMember member, Instance instance) {
        String detail = instance.detail() == null ? "" : ": " + instance.detail();
        switch (instance.phase()) {
            case STOPPED -> add(member, EventType.INSTANCE_STOPPED, member.member() + " stopped" + detail);
            case GONE ->
                add(member, EventType.INSTANCE_MISSING, "the provider says that " + member.member() + " is gone");
            case STARTING, RUNNING -> started(member, instance.phase(), detail);
        }
    }

    private void started(ListedMember member, Phase phase, String detail) {
        String now = MemberReader.lower(phase.name());
        Event event = Event.caused(
                member.group(),
                member.number(),
                EventType.INSTANCE_STARTED,
                this.now,
                member.member() + " is " + now + detail);
        events.add(event.with(JsonNodeFactory.instance.objectNode().put("phase", now)));
        groups.add(member.group());
    }

    private void addresses(ListedMember member, Instance instance) {
        JsonNode addresses = Rows.tree(Rows.json(instance.addresses()));
        JsonNode ports = Rows.tree(Rows.json(instance.ports()));
        if (!addresses.equals(member.addresses()) || !ports.equals(member.ports())) {
            reached.add(new Reached(member.group(), member.number(), addresses, ports));
            groups.add(member.group());
        }
    }

    private void add(ListedMember member, EventType type, String message) {
        events.add(Event.caused(member.group(), member.number(), type, now, message));
        groups.add(member.group());
    }

    Instant seen() {
        return seen;
    }

    Instant now() {
        return now;
    }

    List<Found> found() {
        return found;
    }

    List<Again> again() {
        return again;
    }

    List<Phased> phased() {
        return phased;
    }

    List<Reached> reached() {
        return reached;
    }

    List<Event> events() {
        return events;
    }

    Set<Long> groups() {
        return groups;
    }

    /** An instance was seen that carries the token of a member which has none yet. */
    record Found(long groupId, int number, JsonNode instance) {}

    /** A missing instance is listed again. */
    record Again(long groupId, int number) {}

    /** An instance is in another phase. */
    record Phased(
            long groupId,
            int number,
            String phase,
            @Nullable String detail,
            boolean ready) {}

    /** An instance is reached in another way. */
    record Reached(long groupId, int number, JsonNode addresses, JsonNode ports) {}
}
