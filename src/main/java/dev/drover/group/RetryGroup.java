package dev.drover.group;

import dev.drover.history.EventType;
import dev.drover.spec.GroupName;
import dev.drover.web.Asker;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** Forgives what went wrong: creates, destroys and repairs that wait, or were given up, are tried again at once. */
@Component
class RetryGroup {
    private final Command command;
    private final Groups groups;
    private final LiveMembers live;
    private final GroupReader reader;

    RetryGroup(Command command, Groups groups, LiveMembers live, GroupReader reader) {
        this.command = command;
        this.groups = groups;
        this.live = live;
        this.reader = reader;
    }

    /** Also for a group that is being deleted: its destroys may be what fails. */
    GroupView retry(GroupName name, Asker asker) {
        return command.call(() -> {
            FleetGroup group = groups.lock(name.value()).orElseThrow(() -> Preconditions.notFound(name.value()));
            Instant now = command.now();
            group.retried(now);
            live.forgive(group.id(), now);
            command.changed(
                    group,
                    EventType.GROUP_RETRIED,
                    now,
                    asker,
                    "back-off and suspensions are lifted: what failed is tried again at once");
            return reader.view(name);
        });
    }
}
