package dev.drover;

import java.lang.reflect.InvocationTargetException;

/**
 * What {@code java -jar} starts: says one sentence on a Java that is too old for the rest. It is therefore compiled for Java 8,
 * and lies in the jar where every Java finds it, beside Spring Boot's loader.
 */
public final class Launcher {
    private static final int NEEDED = 25;

    private Launcher() {}

    public static void main(String[] arguments) throws Throwable {
        String found = System.getProperty("java.specification.version");
        if (Double.parseDouble(found) < NEEDED) {
            System.err.println("Drover does not start: it needs Java " + NEEDED + " or newer, and this is Java " + found
                    + " in " + System.getProperty("java.home") + "; start it with a newer one.");
            System.exit(1);
        }
        try {
            Class.forName("org.springframework.boot.loader.launch.JarLauncher")
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) arguments);
        } catch (InvocationTargetException failure) {
            throw failure.getCause();
        }
    }
}
