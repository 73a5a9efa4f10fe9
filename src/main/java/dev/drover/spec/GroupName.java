package dev.drover.spec;

import java.util.regex.Pattern;

/** A group's name: lower-case letters, digits and hyphens, at most 40, beginning with a letter and not ending with a hyphen. */
public record GroupName(String value) implements Comparable<GroupName> {
    public static final String PATTERN = "[a-z]([a-z0-9-]{0,38}[a-z0-9])?";
    private static final Pattern COMPILED = Pattern.compile(PATTERN);

    public GroupName {
        if (!isValid(value)) {
            throw new IllegalArgumentException("a group's name must match " + PATTERN + ", '" + value + "' does not");
        }
    }

    public static boolean isValid(String value) {
        return COMPILED.matcher(value).matches();
    }

    @Override
    public int compareTo(GroupName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
