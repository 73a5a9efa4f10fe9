package dev.drover.reconcile;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parts of sentences, for somebody who reads them at this instant. */
record Phrases(Instant now) {
    private static final int NAMED = 5;
    private static final Pattern INSTANT =
            Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?Z");
    private static final Pattern LINE_BREAK = Pattern.compile("\\s*\\R\\s*");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

    /** To the second; without its date if that is today's. */
    String at(Instant instant) {
        boolean today = instant.truncatedTo(ChronoUnit.DAYS).equals(now.truncatedTo(ChronoUnit.DAYS));
        return today
                ? TIME.format(instant)
                : instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** The same for every instant in a text, which becomes a sentence on one line. */
    String sentence(String text) {
        String line = LINE_BREAK.matcher(text.strip()).replaceAll(" ");
        String told = INSTANT.matcher(line).replaceAll(it -> Matcher.quoteReplacement(told(it.group())));
        return told.isEmpty() || told.endsWith(".") ? told : told + ".";
    }

    /** A provider's words may look like an instant, and be none. */
    private String told(String text) {
        try {
            return at(Instant.parse(text));
        } catch (DateTimeException e) {
            return text;
        }
    }

    /** A few members by name: {@code web-1, web-2 and 7 more}. */
    static String names(List<String> members) {
        String named = String.join(", ", members.subList(0, Math.min(NAMED, members.size())));
        return members.size() > NAMED ? named + " and " + (members.size() - NAMED) + " more" : named;
    }

    static String are(List<String> members) {
        return names(members) + (members.size() == 1 ? " is" : " are");
    }
}
