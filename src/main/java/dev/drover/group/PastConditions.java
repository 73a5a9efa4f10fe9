package dev.drover.group;

import dev.drover.group.PastGroupView.ConditionThen;
import dev.drover.history.EventType;
import dev.drover.history.PastEvents;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * The conditions that held. What was raised longer ago than history is kept is told by what was told of it later: that it was
 * cleared, or that it holds still.
 */
@Component
class PastConditions {
    private final PastEvents events;

    PastConditions(PastEvents events) {
        this.events = events;
    }

    List<ConditionThen> at(PastLives.Life life, Instant at, List<String> untold) {
        Map<String, PastEvents.Told> until = events.conditionsUntil(life.id(), at);
        Map<String, PastEvents.Told> after = events.conditionsAfter(life.id(), at);
        Map<String, ConditionThen> held = new TreeMap<>();
        until.values().stream()
                .filter(it -> it.is(EventType.CONDITION_RAISED))
                .map(it -> condition(it.data()))
                .forEach(it -> held.put(it.type(), it));
        after.values().stream()
                .filter(it -> it.is(EventType.CONDITION_CLEARED))
                .map(it -> condition(it.data()))
                .filter(it -> !until.containsKey(it.type()) && !it.since().isAfter(at))
                .forEach(it -> held.put(it.type(), it));
        now(life).stream()
                .filter(it -> !until.containsKey(it.type()) && !after.containsKey(it.type()))
                .filter(it -> !it.since().isAfter(at))
                .forEach(it -> held.put(it.type(), it));
        if (events.conditionsInWordsOnly(life.id(), at)) {
            untold.add("which conditions held: some events up to then say it in words only");
        }
        return held.values().stream()
                .sorted(Comparator.comparing(ConditionThen::since).thenComparing(ConditionThen::type))
                .toList();
    }

    private static ConditionThen condition(JsonNode data) {
        return new ConditionThen(
                data.path("type").asString(),
                data.path("reason").asString(),
                data.path("message").asString(),
                Instant.parse(data.path("since").asString()));
    }

    private static List<ConditionThen> now(PastLives.Life life) {
        return Optional.ofNullable(life.status()).map(GroupStatus::conditions).orElse(List.of()).stream()
                .filter(GroupStatus.Condition::status)
                .map(it -> new ConditionThen(it.type(), it.reason(), it.message(), it.since()))
                .toList();
    }
}
