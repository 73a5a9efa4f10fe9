package dev.drover.group;

import dev.drover.history.Event;
import dev.drover.history.EventType;
import dev.drover.history.History;
import dev.drover.spec.GroupName;
import dev.drover.spec.MemberId;
import dev.drover.web.Asker;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** What a command on a member does to its group: it is locked, fenced and woken, in one transaction with the rest. */
@Component
public class MemberCommands {
    private final Command command;
    private final Groups groups;
    private final DeclareGroup declare;
    private final History history;

    MemberCommands(Command command, Groups groups, DeclareGroup declare, History history) {
        this.command = command;
        this.groups = groups;
        this.declare = declare;
        this.history = history;
    }

    /**
     * Runs a command with the group locked; it may be run again if the database asks for that.
     *
     * @throws dev.drover.web.Problem if there is no such group, or it is being deleted
     */
    public void run(GroupName name, Consumer<Locked> work) {
        command.run(() -> work.accept(new Locked(Preconditions.active(groups.lock(name.value()), name.value()))));
    }

    /**
     * The id of a group that takes commands, for who only looks.
     *
     * @throws dev.drover.web.Problem if there is no such group, or it is being deleted
     */
    public long active(GroupName name) {
        return Preconditions.active(groups.find(name.value()), name.value()).id();
    }

    /** Within a transaction that has stored it, or locked it. */
    Locked locked(String name) {
        return new Locked(Preconditions.active(groups.lock(name), name));
    }

    /** A group that nobody else changes before the command ends. */
    public final class Locked {
        private final FleetGroup group;

        private Locked(FleetGroup group) {
            this.group = group;
        }

        public long id() {
            return group.id();
        }

        public Instant now() {
            return command.now();
        }

        /**
         * Declares the group smaller by this member.
         *
         * @param logicalId a pet's identity, which is declared no more; null for cattle
         * @throws dev.drover.web.Problem if it would be below its min
         */
        public void shrink(MemberId member, @Nullable String logicalId, Asker asker) {
            declare.shrink(member.group(), logicalId, asker);
        }

        /** What was asked for is stored: nothing that was planned before is called after this commits. */
        public void asked(@Nullable Integer member, EventType type, Instant now, Asker asker, String message) {
            group.asked();
            groups.saveAndFlush(group);
            history.append(List.of(new Event(
                    group.id(), member, type, now, group.generation(), asker.actor(), message, asker.provenance())));
            command.wake(group);
        }

        /** The same for what was asked for of several members at once: each has an event of its own. */
        public void asked(EventType type, Instant now, Asker asker, List<Said> members) {
            group.asked();
            groups.saveAndFlush(group);
            history.append(members.stream()
                    .map(it -> new Event(
                            group.id(),
                            it.member(),
                            type,
                            now,
                            group.generation(),
                            asker.actor(),
                            it.message(),
                            asker.provenance(),
                            it.data()))
                    .toList());
            command.wake(group);
        }
    }

    /**
     * What an event tells of one member.
     *
     * @param member its number
     * @param data what has to be found in the event again; null if the message says all
     */
    public record Said(int member, String message, @Nullable JsonNode data) {}
}
