package dev.drover.group;

import dev.drover.history.EventType;
import dev.drover.spec.GroupName;
import dev.drover.spec.MemberId;
import dev.drover.web.Asker;
import dev.drover.web.Problem;
import dev.drover.web.ProblemType;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Asks for a group to end: passes destroy its members, then the group; an abandoned one ends without waiting for that. Asking again
 * changes nothing.
 */
@Component
class DeleteGroup {
    private static final int NAMED = 5;

    private final Command command;
    private final Groups groups;
    private final GroupReader reader;
    private final DeclareGroup declare;
    private final LiveMembers live;

    DeleteGroup(Command command, Groups groups, GroupReader reader, DeclareGroup declare, LiveMembers live) {
        this.declare = declare;
        this.live = live;
        this.command = command;
        this.groups = groups;
        this.reader = reader;
    }

    private void refuseIfProtected(FleetGroup group) {
        String name = group.name();
        if (declare.newestSpec(group).protection().delete()) {
            throw new Problem(
                    ProblemType.PROTECTED,
                    "group " + name
                            + " is protected: declare it with protection.delete: false first, if it is really to be"
                            + " deleted");
        }
        List<MemberId> members = live.shielded(group.id(), new GroupName(name));
        if (!members.isEmpty()) {
            throw new Problem(
                    ProblemType.PROTECTED,
                    "group " + name + " has protected members: POST /v1/members/{memberId}/unprotect first for "
                            + members.stream()
                                    .limit(NAMED)
                                    .map(MemberId::toString)
                                    .collect(Collectors.joining(", "))
                            + (members.size() > NAMED ? " and " + (members.size() - NAMED) + " more" : ""));
        }
    }

    /** Whoever wants both has to say which: the one leaves machines alone that the other destroys. */
    private static void refuseIfReleasing(FleetGroup group) {
        if (group.state() == FleetGroup.State.RELEASING) {
            throw new Problem(
                    ProblemType.DELETING,
                    "group " + group.name() + " is being released, and its instances are left alone: wait for it with"
                            + " /v1/groups/" + group.name()
                            + "/wait?until=gone; ?abandon=true ends it without waiting");
        }
    }

    /** The group as it is then: a moment later a pass will have ended it. Machines that were to be left alone are. */
    GroupView abandon(GroupName name, Asker asker) {
        return command.call(() -> {
            FleetGroup group = groups.lock(name.value()).orElseThrow(() -> Preconditions.notFound(name.value()));
            if (!group.abandoned()) {
                if (group.state() == FleetGroup.State.ACTIVE) { // otherwise nobody can lift the protection any more
                    refuseIfProtected(group);
                }
                group.abandon();
                command.changed(
                        group,
                        EventType.GROUP_ABANDONED,
                        command.now(),
                        asker,
                        "the group ends without waiting for its provider: what is seen of its instances later is"
                                + " destroyed, but for those that were to be left alone");
            }
            return reader.view(name);
        });
    }

    /** The group as it is then: a moment later a pass may have ended it. */
    GroupView delete(GroupName name, Asker asker) {
        return command.call(() -> {
            FleetGroup group = groups.lock(name.value()).orElseThrow(() -> Preconditions.notFound(name.value()));
            if (group.state() != FleetGroup.State.DELETING) {
                refuseIfReleasing(group);
                refuseIfProtected(group);
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
