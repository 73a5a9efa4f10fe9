package dev.drover.group;

import dev.drover.history.EventType;
import dev.drover.history.PastEvents;
import dev.drover.spec.GroupProcess;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** What was paused: what is paused now, with whatever was asked for since undone. */
@Component
class PastPauses {
    private static final Set<EventType> TYPES = Set.of(EventType.GROUP_PAUSED, EventType.GROUP_RESUMED);

    private final PastEvents events;

    PastPauses(PastEvents events) {
        this.events = events;
    }

    Map<String, Instant> at(PastLives.Life life, Instant at, List<String> untold) {
        List<PastEvents.Told> since = events.after(life.id(), TYPES, at);
        if (since.stream().anyMatch(it -> it.data().isMissingNode())) {
            untold.add("what was paused: later events say in words only what was paused and resumed");
        }
        Map<String, Instant> paused = new LinkedHashMap<>();
        for (GroupProcess process : GroupProcess.values()) {
            since.stream()
                    .filter(it -> !told(it, process).isEmpty())
                    .findFirst()
                    .ifPresentOrElse(
                            it -> {
                                if (it.is(EventType.GROUP_RESUMED)) {
                                    paused.put(process.text(), Instant.parse(told(it, process)));
                                }
                            },
                            () -> {
                                Instant still = life.paused().get(process);
                                if (still != null && !still.isAfter(at)) {
                                    paused.put(process.text(), still);
                                }
                            });
        }
        return paused;
    }

    /** Since when the process was paused; empty if the event is not about it. */
    private static String told(PastEvents.Told event, GroupProcess process) {
        return event.data().path("processes").path(process.text()).asString("");
    }
}
