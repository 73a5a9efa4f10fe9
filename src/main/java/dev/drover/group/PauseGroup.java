package dev.drover.group;

import dev.drover.history.EventType;
import dev.drover.spec.GroupName;
import dev.drover.spec.GroupProcess;
import dev.drover.web.Asker;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

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
                command.changed(
                        group,
                        EventType.GROUP_PAUSED,
                        now,
                        asker,
                        GroupProcess.are(running) + " paused",
                        since(running, group.paused()));
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
        Map<GroupProcess, Instant> before = group.paused();
        Instant repairSince = before.get(GroupProcess.REPAIR);
        if (paused.contains(GroupProcess.REPAIR) && repairSince != null) {
            live.stoodStill(group.id(), repairSince, now);
        }
        group.resume(paused);
        command.changed(
                group,
                EventType.GROUP_RESUMED,
                now,
                asker,
                GroupProcess.are(paused) + " no longer paused",
                since(paused, before));
    }

    /** Since when these are paused, or were: for whoever asks later how the group was in between. */
    private static JsonNode since(Set<GroupProcess> processes, Map<GroupProcess, Instant> since) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        ObjectNode each = data.putObject("processes");
        processes.forEach(it -> each.put(it.text(), String.valueOf(since.get(it))));
        return data;
    }
}
