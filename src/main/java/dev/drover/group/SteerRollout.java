package dev.drover.group;

import dev.drover.database.Rows;
import dev.drover.history.EventType;
import dev.drover.spec.GroupName;
import dev.drover.web.Asker;
import dev.drover.web.Problem;
import dev.drover.web.ProblemType;
import java.time.Instant;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** What people may tell a rollout: to go on, to stop, to go further than its canary. */
@Component
class SteerRollout {
    private final Command command;
    private final Groups groups;
    private final RolloutReader reader;
    private final JdbcClient jdbc;

    SteerRollout(Command command, Groups groups, RolloutReader reader, JdbcClient jdbc) {
        this.command = command;
        this.groups = groups;
        this.reader = reader;
        this.jdbc = jdbc;
    }

    RolloutView promote(GroupName name, String id, Asker asker) {
        return steer(
                name,
                id,
                Set.of("running"),
                it -> !it.promoted(),
                "promoted = true",
                EventType.ROLLOUT_PROMOTED,
                "is promoted by a person",
                asker);
    }

    RolloutView pause(GroupName name, String id, Asker asker) {
        return steer(
                name,
                id,
                Set.of("running", "paused"),
                it -> it.state().equals("running"),
                "state = 'PAUSED', ended_at = :now",
                EventType.ROLLOUT_PAUSED,
                "is paused",
                asker);
    }

    /** Its clocks stood still: the canary is watched anew, and progress has as much time as at the beginning. */
    RolloutView resume(GroupName name, String id, Asker asker) {
        return steer(
                name,
                id,
                Set.of("running", "paused"),
                it -> it.state().equals("paused"),
                "state = 'RUNNING', progress_at = :now, step_since = :now",
                EventType.ROLLOUT_RESUMED,
                "goes on",
                asker);
    }

    private static JsonNode data(RolloutView it) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("rollout", it.id())
                .put("state", it.state())
                .put("step", it.step())
                .put("promoted", it.promoted());
    }

    private RolloutView steer(
            GroupName name,
            String id,
            Set<String> states,
            java.util.function.Predicate<RolloutView> needed,
            String set,
            EventType type,
            String what,
            Asker asker) {
        return command.call(() -> {
            FleetGroup group = Preconditions.active(groups.lock(name.value()), name.value());
            RolloutView rollout = reader.rollout(group.id(), id);
            if (!states.contains(rollout.state())) {
                throw new Problem(
                        ProblemType.SUPERSEDED,
                        "rollout " + id + " is " + rollout.state() + " and not the running one any more;"
                                + " GET /v1/groups/" + name + "/rollouts lists them");
            }
            if (needed.test(rollout)) {
                Instant now = command.now();
                jdbc.sql("update rollout set " + set + " where group_id = :group and number = :number")
                        .param("group", group.id())
                        .param("number", rollout.id())
                        .param("now", Rows.timestamp(now))
                        .update();
                group.asked();
                RolloutView steered = reader.rollout(group.id(), id);
                command.changed(group, type, now, asker, "rollout " + rollout.id() + " " + what, data(steered));
            }
            return reader.rollout(group.id(), id);
        });
    }
}
