package dev.drover;

import java.lang.reflect.InvocationTargetException;

/** Says one sentence on a Java that is too old for the rest, which is why this class alone is compiled for an older one. */
public final class Launcher {
    private static final int NEEDED = 25;

    private Launcher() {}

    public static void main(String[] arguments) throws Throwable {
        int found = Runtime.version().feature();
        if (found < NEEDED) {
            System.err.println("Drover needs Java " + NEEDED + " or newer, but this is Java " + found + " ("
                    + System.getProperty("java.home") + "); start it with a newer one.");
            System.exit(1);
        }
        try {
            Class.forName("dev.drover.Drover").getMethod("main", String[].class).invoke(null, (Object) arguments);
        } catch (InvocationTargetException failure) {
            throw failure.getCause();
        }
    }
}
