package dev.drover.provider.docker;

import java.util.ArrayList;
import java.util.List;

/** Runs the init lines as the first step of the container, and becomes its own program then. */
final class InitScript {
    private InitScript() {}

    /** The entrypoint of a container that runs these lines, and then this program with its arguments. */
    static List<String> before(List<String> program, List<String> lines) {
        StringBuilder script = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            script.append("/bin/sh -c %s || { code=$?; echo \"init line %d exited $code\" >&2; exit $code; }\n"
                    .formatted(quoted(lines.get(i)), i + 1));
        }
        List<String> entrypoint = new ArrayList<>(List.of("/bin/sh", "-c", script + "exec \"$@\"", "drover-init"));
        entrypoint.addAll(program);
        return List.copyOf(entrypoint);
    }

    private static String quoted(String value) {
        return "'" + value.replace("'", "'\\''") + "'";
    }
}
