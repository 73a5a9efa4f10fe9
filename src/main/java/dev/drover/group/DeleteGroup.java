package dev.drover.group;

import dev.drover.history.EventType;
import dev.drover.spec.GroupName;
import dev.drover.web.Asker;
import org.springframework.stereotype.Component;

/** Asks for a group to end: passes destroy its members, then the group. Asking again changes nothing. */
@Component
class DeleteGroup {
    private final Command command;
    private final Groups groups;
    private final GroupReader reader;

    DeleteGroup(Command command, Groups groups, GroupReader reader) {
        this.command = command;
        this.groups = groups;
        this.reader = reader;
    }

    /** The group as it is then: a moment later a pass may have ended it. */
    GroupView delete(GroupName name, Asker asker) {
        return command.call(() -> {
            FleetGroup group = groups.lock(name.value()).orElseThrow(() -> Preconditions.notFound(name.value()));
            if (group.state() != FleetGroup.State.DELETING) {
                group.deletionRequested();
                command.changed(
                        group,
                        EventType.GROUP_DELETION_REQUESTED,
                        command.now(),
                        asker,
                        "the group and all its members are to be deleted");
            }
            return reader.view(name);
        });
    }
}
