package dev.drover.group;

import dev.drover.history.EventType;
import dev.drover.spec.GroupName;
import dev.drover.spec.GroupProcess;
import dev.drover.web.Asker;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Stops what passes do for a group, and lets it go on. What is as asked for already is left as it is. */
@Component
class PauseGroup {
    private final Command command;
    private final Groups groups;
    private final LiveMembers live;
    private final GroupReader reader;

    PauseGroup(Command command, Groups groups, LiveMembers live, GroupReader reader) {
        this.command = command;
        this.groups = groups;
        this.live = live;
        this.reader = reader;
    }

    GroupView pause(GroupName name, Set<GroupProcess> processes, Asker asker) {
        return command.call(() -> {
            FleetGroup group = Preconditions.active(groups.lock(name.value()), name.value());
            Set<GroupProcess> running = EnumSet.copyOf(processes);
            running.removeAll(group.paused().keySet());
            if (!running.isEmpty()) {
                Instant now = command.now();
                group.pause(running, now);
                command.changed(group, EventType.GROUP_PAUSED, now, asker, GroupProcess.are(running) + " paused");
            }
            return reader.view(name);
        });
    }

    GroupView resume(GroupName name, Set<GroupProcess> processes, Asker asker) {
        return command.call(() -> {
            FleetGroup group = Preconditions.active(groups.lock(name.value()), name.value());
            Set<GroupProcess> paused = EnumSet.copyOf(processes);
            paused.retainAll(group.paused().keySet());
            if (!paused.isEmpty()) {
                resume(group, paused, asker);
            }
            return reader.view(name);
        });
    }

    private void resume(FleetGroup group, Set<GroupProcess> paused, Asker asker) {
        Instant now = command.now();
        Instant repairSince = group.paused().get(GroupProcess.REPAIR);
        if (paused.contains(GroupProcess.REPAIR) && repairSince != null) {
            live.stoodStill(group.id(), repairSince, now);
        }
        group.resume(paused);
        command.changed(group, EventType.GROUP_RESUMED, now, asker, GroupProcess.are(paused) + " no longer paused");
    }
}
