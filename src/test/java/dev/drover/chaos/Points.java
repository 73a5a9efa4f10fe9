package dev.drover.chaos;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** All the points of a story at which a replica has to die once, before and after. Thread-safe. */
final class Points {
    private final Map<Deaths.Act, Deque<Point>> left = new EnumMap<>(Deaths.Act.class);
    private int all;
    private int died;
    private int missed;

    /** @param counted for each act the points of a run without deaths, as "COMMIT 3 action+member" */
    Points(Map<Deaths.Act, List<String>> counted) {
        counted.forEach((act, points) -> {
            Deque<Point> queue = new ArrayDeque<>();
            for (String point : points) {
                List<String> words = List.of(point.split(" "));
                if (!words.getFirst().equals("CLAIM")) { // a claim is a commit
                    for (String when : List.of("before", "after")) {
                        queue.add(new Point(
                                act,
                                "%s:%s:%s:halt".formatted(words.get(0).toLowerCase(Locale.ROOT), words.get(1), when)));
                    }
                }
            }
            all += queue.size();
            left.put(act, queue);
        });
    }

    synchronized Optional<Point> next(Deaths.Act act) {
        return Optional.ofNullable(left.getOrDefault(act, new ArrayDeque<>()).poll());
    }

    synchronized boolean isLeft() {
        return left.values().stream().anyMatch(it -> !it.isEmpty());
    }

    /** @param reached whether this run came so far: the number of commits depends on how outcomes happen to be gathered */
    synchronized void played(Point point, boolean reached) {
        if (reached) {
            died++;
        } else {
            missed++;
        }
    }

    synchronized String summary() {
        return "%d points of the story; died at %d, %d were not reached, %d not played"
                .formatted(all, died, missed, all - died - missed);
    }

    record Point(Deaths.Act act, String trap) {}
}
