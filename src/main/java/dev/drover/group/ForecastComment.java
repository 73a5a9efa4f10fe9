package dev.drover.group;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** A forecast as a comment for the review of a change: short, however many members there are. */
final class ForecastComment {
    private static final Set<String> ALWAYS = Set.of("provision", "destroy");

    private static final int LINES = 50;

    private final ForecastView forecast;
    private final List<String> lines = new ArrayList<>();

    ForecastComment(ForecastView forecast) {
        this.forecast = forecast;
    }

    String text() {
        title();
        table();
        warnings();
        actions();
        end();
        return String.join("\n", lines) + "\n";
    }

    private void title() {
        add("### Drover: group `" + forecast.name() + "`");
        add("");
        add(sentence());
        add("");
    }

    private String sentence() {
        if (forecast.baseGeneration() == 0) {
            return "A new group.";
        }
        return forecast.change().equals("none")
                ? "Nothing changes in what is declared: it stays generation " + forecast.baseGeneration() + "."
                : "Changes its " + forecast.change() + ", on generation " + forecast.baseGeneration() + ".";
    }

    private void table() {
        add("| | |");
        add("|---|---:|");
        forecast.counts().entrySet().stream()
                .filter(it -> it.getValue() > 0 || ALWAYS.contains(it.getKey()))
                .forEach(it -> row(it.getKey(), it.getValue()));
        row("fewest ready members on the way", forecast.leastReady());
        row(
                "most machines at once (ceiling " + forecast.budget().ceiling() + ")",
                forecast.budget().machines());
        add("");
    }

    private void row(String what, int count) {
        add("| " + what + " | " + count + " |");
    }

    private void warnings() {
        if (!forecast.warnings().isEmpty()) {
            forecast.warnings().forEach(it -> add("- **" + it.type() + "**: " + escaped(it.message())));
            add("");
        }
    }

    /** In the order in which each reason comes first. */
    private void actions() {
        Map<String, List<ForecastView.Action>> byWhy = new LinkedHashMap<>();
        forecast.actions()
                .forEach(it -> byWhy.computeIfAbsent(because(it), why -> new ArrayList<>())
                        .add(it));
        int left = LINES;
        for (Map.Entry<String, List<ForecastView.Action>> reason : byWhy.entrySet()) {
            if (left > 0) {
                add("**" + reason.getKey() + "**");
                add("");
                reason.getValue().stream().limit(left).forEach(it -> add(line(it)));
                add("");
                left -= reason.getValue().size();
            }
        }
        int more = forecast.actions().size() - LINES;
        if (more > 0) {
            add("... and " + more + " more");
            add("");
        }
    }

    private static String because(ForecastView.Action action) {
        String because = Objects.requireNonNullElse(action.because(), "a create is called again");
        return Character.toUpperCase(because.charAt(0)) + because.substring(1);
    }

    private static String line(ForecastView.Action action) {
        return "- " + action.action() + " `" + action.member() + "`, revision " + action.revision();
    }

    private void end() {
        add("In the end: " + escaped(forecast.end().message()) + ".");
        add("");
        add("Digest `" + forecast.digest() + "`, on generation " + forecast.baseGeneration()
                + ". To declare it only if this is still what happens:");
        add("");
        add("    curl -X PUT -H 'Content-Type: application/yaml' --data-binary @" + forecast.name()
                + ".yaml \"$DROVER/v1/groups/" + forecast.name() + "?expect=" + forecast.digest() + "\"");
    }

    private void add(String line) {
        lines.add(line);
    }

    /** Words of providers stay words: no markup, no mention, no line of their own. */
    private static String escaped(String words) {
        return words.replaceAll("\\s+", " ")
                .replaceAll("([\\\\`*_\\[\\]<>|#~])", "\\\\$1")
                .replace("@", "@\u200b");
    }
}
