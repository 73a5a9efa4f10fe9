package dev.drover.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What befalls a Drover process at the n-th commit or provider call, as the system property {@code chaos.traps} says:
 * {@code commit:17:before:halt,claim:2:after:stop}. Or as the file {@code chaos.armed} says in its first line, from when it is
 * there; it is gone with the process. With {@code chaos.points} each point is written to that file. Nothing befalls anybody once the file
 * {@code chaos.calm} is there.
 */
final class Traps {
    private static final int DIED = 137;
    private static final String POINTS = System.getProperty("chaos.points", "");
    private static final String CALM = System.getProperty("chaos.calm", "");
    private static final String ARMED = System.getProperty("chaos.armed", "");
    private static final Map<Kind, Integer> COUNTS = new ConcurrentHashMap<>();
    private static String armed = System.getProperty("chaos.traps", "");
    private static List<Trap> traps = parse(armed);

    private Traps() {}

    /** Counts this point, and befalls it before it happens. */
    static int before(Kind kind, String what) {
        if (!isArmed()) {
            return 0;
        }
        int number = COUNTS.merge(kind, 1, Integer::sum);
        note(kind, number, what);
        befall(kind, number, "before", what);
        return number;
    }

    /** Befalls this point after it has happened. */
    static void after(Kind kind, int number, String what) {
        if (number > 0) {
            befall(kind, number, "after", what);
        }
    }

    /** Whether points are counted, from one with every new text. */
    private static synchronized boolean isArmed() {
        if (ARMED.isEmpty()) {
            return true;
        }
        String text = read();
        if (!text.equals(armed)) {
            armed = text;
            traps = parse(text);
            COUNTS.clear();
        }
        return !text.isEmpty();
    }

    private static String read() {
        try {
            return Files.exists(Path.of(ARMED)) ? Files.readString(Path.of(ARMED)) : "";
        } catch (IOException e) {
            return "";
        }
    }

    private static synchronized List<Trap> traps() {
        return traps;
    }

    private static void befall(Kind kind, int number, String when, String what) {
        for (Trap trap : traps()) {
            if (trap.kind == kind && trap.number == number && trap.when.equals(when) && !isCalm()) {
                System.err.printf("TRAP %s %d %s %s: %s%n", kind, number, when, trap.action, what);
                System.err.flush();
                switch (trap.action) {
                    case "halt" -> halt();
                    case "stop" -> stop();
                    default -> {
                        // only counted
                    }
                }
            }
        }
    }

    private static void halt() {
        try {
            if (!ARMED.isEmpty()) {
                Files.deleteIfExists(Path.of(ARMED));
            }
        } catch (IOException e) {
            System.err.println("still armed: " + e);
        }
        Runtime.getRuntime().halt(DIED);
    }

    private static boolean isCalm() {
        return !CALM.isEmpty() && Files.exists(Path.of(CALM));
    }

    /** Whoever calls this goes on when somebody has resumed the whole process. */
    private static void stop() {
        try {
            new ProcessBuilder(
                            "kill",
                            "-STOP",
                            String.valueOf(ProcessHandle.current().pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void note(Kind kind, int number, String what) {
        if (!POINTS.isEmpty()) {
            try {
                Files.writeString(
                        Path.of(POINTS),
                        "%s %d %s%n".formatted(kind, number, what),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static List<Trap> parse(String text) {
        List<Trap> traps = new ArrayList<>();
        for (String part : List.of(text.split("\n", -1)[0].split(","))) {
            if (!part.isBlank()) {
                List<String> words = List.of(part.split(":"));
                traps.add(new Trap(
                        Kind.valueOf(words.get(0).toUpperCase(Locale.ROOT)),
                        Integer.parseInt(words.get(1)),
                        words.get(2),
                        words.get(3)));
            }
        }
        return traps;
    }

    /** What is counted. */
    enum Kind {
        NONE,
        /** A commit that changes something of Drover's, other than the schedule and the times of listings. */
        COMMIT,
        /** Such a one that writes CALLED. */
        CLAIM,
        /** A create, destroy or look-up. */
        CALL
    }

    private record Trap(Kind kind, int number, String when, String action) {}
}
