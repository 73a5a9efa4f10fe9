package dev.drover.chaos;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
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

    /**
     * @param counted for each act the points of a run without deaths, as "COMMIT 3 action+member"
     * @param skipped how many of each act another run has played
     */
    Points(Map<Deaths.Act, List<String>> counted, int skipped) {
        counted.forEach((act, points) -> {
            Deque<Point> queue =
                    new ArrayDeque<>(points(act, points).stream().skip(skipped).toList());
            all += queue.size();
            left.put(act, queue);
        });
    }

    /** The first of each kind come first: a short run does not come to the end. */
    private static List<Point> points(Deaths.Act act, List<String> counted) {
        Map<String, Integer> before = new HashMap<>();
        List<Point> points = new ArrayList<>();
        for (String point : counted) {
            List<String> words = List.of(point.split(" "));
            String kind = words.getFirst();
            if (!kind.equals("CLAIM")) { // a claim is a commit
                int turn = before.merge(kind + " " + words.getLast(), 1, Integer::sum);
                for (String when : List.of("before", "after")) {
                    points.add(new Point(
                            act, "%s:%s:%s:halt".formatted(kind.toLowerCase(Locale.ROOT), words.get(1), when), turn));
                }
            }
        }
        points.sort(Comparator.comparing(Point::turn));
        return points;
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

    /** @param turn how many of its kind were before it in its act, and it */
    record Point(Deaths.Act act, String trap, int turn) {}
}
