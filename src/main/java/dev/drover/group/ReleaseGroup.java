package dev.drover.group;

import dev.drover.history.EventType;
import dev.drover.spec.GroupName;
import dev.drover.web.Asker;
import dev.drover.web.Problem;
import dev.drover.web.ProblemType;
import java.time.Instant;
import org.springframework.stereotype.Component;

/**
 * Asks for a group to end and its instances to live on: passes settle what was called, let each member go, then the group. Asking
 * again changes nothing.
 */
@Component
class ReleaseGroup {
    private final Command command;
    private final Groups groups;
    private final LiveMembers live;
    private final GroupReader reader;

    ReleaseGroup(Command command, Groups groups, LiveMembers live, GroupReader reader) {
        this.command = command;
        this.groups = groups;
        this.live = live;
        this.reader = reader;
    }

    /**
     * The group as it is then: a moment later a pass may have ended it.
     *
     * @param keepLabels whether the instances keep our labels, so that they can be adopted
     */
    GroupView release(GroupName name, boolean keepLabels, Asker asker) {
        return command.call(() -> {
            FleetGroup group = groups.lock(name.value()).orElseThrow(() -> Preconditions.notFound(name.value()));
            if (group.state() != FleetGroup.State.RELEASING) {
                refuseIfDeleting(group);
                Instant now = command.now();
                group.releaseRequested();
                live.detachAll(group.id(), keepLabels, now, asker.actor());
                command.changed(
                        group,
                        EventType.GROUP_RELEASE_REQUESTED,
                        now,
                        asker,
                        "the group is to end, and its instances are to be left alone");
            }
            return reader.view(name);
        });
    }

    private static void refuseIfDeleting(FleetGroup group) {
        if (group.state() == FleetGroup.State.DELETING) {
            throw new Problem(
                    ProblemType.DELETING,
                    "group " + group.name() + " is being deleted, and its instances are destroyed: POST"
                            + " /v1/members/{memberId}/detach would have been the way to keep some of them");
        }
    }
}
