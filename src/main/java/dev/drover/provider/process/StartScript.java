package dev.drover.provider.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The shell script that becomes a member. It claims the token itself: whoever starts it, and however often, only one run
 * goes beyond the claim. So it does not matter where Drover is killed.
 *
 * @param member the member's directory, in which the script is started
 * @param ended where that directory goes when the member has ended
 */
record StartScript(Path member, Path ended, ProcessProperties properties, int index, List<String> init, Path javaBin) {
    String text() {
        return claim()
                + directory()
                + environment()
                + initLines()
                + ": >" + quoted(member.resolve(MemberDirectory.STARTED)) + "\n"
                + "unset OLDPWD\n"
                + "exec "
                + properties.command().stream().map(StartScript::quoted).collect(Collectors.joining(" ")) + "\n";
    }

    /** A failed write must not be linked: it would claim the token for nobody. */
    private String claim() {
        return """
            # Written by Drover. Claims the token, so that a second run of this script starts nothing, then becomes the command.
            [ -e %s ] && exit 75
            read -r stat </proc/$$/stat
            set -- ${stat##*) }
            read -r boot </proc/sys/kernel/random/boot_id
            echo "$$ ${20} $boot" >identity.$$ && ln identity.$$ identity 2>/dev/null || { rm -f identity.$$; exit 75; }
            rm -f identity.$$
            fail() { echo "$1" >%s; exit 1; }
            cd work
            """.formatted(quoted(ended), quoted(member.resolve(MemberDirectory.FAILURE)));
    }

    private String directory() {
        String directory = properties.workingDirectory();
        return directory == null
                ? ""
                : "cd %s || fail %s\n"
                        .formatted(
                                quoted(directory), quoted("its working directory " + directory + " cannot be entered"));
    }

    private String environment() {
        Map<String, String> environment = new TreeMap<>(properties.env());
        properties
                .ports()
                .forEach((name, base) ->
                        environment.put(ProcessProperties.portVariable(name), Integer.toString(base + index)));
        return path()
                + environment.entrySet().stream()
                        .map(entry -> "export " + entry.getKey() + "=" + quoted(entry.getValue()) + "\n")
                        .collect(Collectors.joining());
    }

    /** Whoever declares a PATH means it. Otherwise the JDK's own tools (jwebserver) are found, behind everything else. */
    private String path() {
        return properties.env().containsKey("PATH") ? "" : "export PATH=\"$PATH\":" + quoted(javaBin) + "\n";
    }

    private String initLines() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < init.size(); i++) {
            lines.append("/bin/sh -c %s || fail \"init line %d exited $?\"\n".formatted(quoted(init.get(i)), i + 1));
        }
        return lines.toString();
    }

    private static String quoted(Object value) {
        return "'" + value.toString().replace("'", "'\\''") + "'";
    }
}
