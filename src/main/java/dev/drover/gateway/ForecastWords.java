package dev.drover.gateway;

import dev.drover.group.ForecastView;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A forecast in a few sentences, as plain as the command line of InfraKit shows them. */
final class ForecastWords {
    private ForecastWords() {}

    static List<String> of(ForecastView forecast) {
        List<String> sentences = new ArrayList<>();
        sentences.add(declared(forecast));
        String counts = forecast.counts().entrySet().stream()
                .filter(it -> it.getValue() > 0)
                .map(it -> it.getKey() + " " + it.getValue())
                .collect(Collectors.joining(", "));
        sentences.add(counts.isEmpty() ? "Nothing is called" : "Calls: " + counts);
        if (!counts.isEmpty()) {
            sentences.add("At least " + forecast.leastReady() + " stay ready on the way, and there are at most "
                    + forecast.budget().machines() + " machines at once");
        }
        forecast.warnings().forEach(it -> sentences.add(it.type() + ": " + it.message()));
        sentences.add("In the end: " + forecast.end().message());
        return sentences;
    }

    private static String declared(ForecastView forecast) {
        if (forecast.baseGeneration() == 0) {
            return "A new group " + forecast.name();
        }
        return forecast.change().equals("none")
                ? "Nothing changes in what group " + forecast.name() + " is declared to be"
                : "The " + forecast.change() + " of group " + forecast.name() + " changes";
    }
}
