package dev.drover.spec;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the tags of one template. The library cannot be asked for them: it takes an unclosed tag for text, hides comments
 * and changed delimiters, and fails on an empty tag with an exception of its own implementation.
 */
final class TemplateTags {
    private static final String OPEN = "{{";
    private static final Pattern TAG =
            Pattern.compile("\\{\\{\\{([^{}\\r\\n]*+)}}}|\\{\\{&([^{}\\r\\n]*+)}}|\\{\\{([^{}\\r\\n]*+)}}");
    private static final String NOT_VARIABLES = "#^/>!=<$";
    private static final int SHOWN = 40;

    private TemplateTags() {}

    /**
     * The variables of a template in order, each once.
     *
     * @throws IllegalArgumentException with a sentence that names the place if there is anything but variables
     */
    static Set<String> variables(String template) {
        Set<String> variables = new LinkedHashSet<>();
        var tag = TAG.matcher(template);
        int at = template.indexOf(OPEN);
        while (at >= 0) {
            if (!tag.region(at, template.length()).lookingAt()) {
                throw flaw(template, at, "the tag is not closed on its line, or its name holds a brace");
            }
            variables.add(variable(template, at, tag));
            at = template.indexOf(OPEN, tag.end());
        }
        return variables;
    }

    private static String variable(String template, int at, Matcher tag) {
        for (int group = 1; group <= tag.groupCount(); group++) {
            if (tag.start(group) >= 0) {
                String name =
                        template.substring(tag.start(group), tag.end(group)).strip();
                return checked(name, template, at);
            }
        }
        throw new IllegalStateException("every alternative of a tag has a group");
    }

    private static String checked(String name, String template, int at) {
        if (name.isEmpty()) {
            throw flaw(template, at, "the tag names no variable");
        }
        if (NOT_VARIABLES.indexOf(name.charAt(0)) >= 0) {
            throw flaw(
                    template,
                    at,
                    "only variables like {{group.name}} are possible; there are no sections, partials, comments or other "
                            + "delimiters");
        }
        return name;
    }

    private static IllegalArgumentException flaw(String template, int at, String what) {
        String before = template.substring(0, at);
        long line = before.chars().filter(c -> c == '\n').count() + 1;
        int column = at - before.lastIndexOf('\n');
        String shown = template.substring(at).lines().findFirst().orElseThrow();
        return new IllegalArgumentException("no template, at line %d, column %d, '%s': %s"
                .formatted(line, column, shown.substring(0, Math.min(SHOWN, shown.length())), what));
    }
}
