package dev.drover.reconcile;

import dev.drover.member.Adoption;
import dev.drover.plan.Ending;
import dev.drover.plan.Forecast;
import dev.drover.plan.Foreseen;
import dev.drover.plan.Warning;
import dev.drover.plan.Why;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Names members that instances would become, and that have no ids yet: {@code adopted-1}, {@code adopted-2}, in their order. */
record AdoptedNames(Map<String, String> names) {
    private static final int NAMED = 5;

    static AdoptedNames of(List<Adoption> adoptions) {
        Map<String, String> names = new LinkedHashMap<>();
        adoptions.forEach(it -> names.put(it.member().toString(), "adopted-" + (names.size() + 1)));
        return new AdoptedNames(names);
    }

    List<String> inOrder() {
        return List.copyOf(names.values());
    }

    /** The same labels with the names. */
    Map<String, String> in(Map<String, String> labels) {
        return labels.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, it -> names.getOrDefault(it.getValue(), it.getValue())));
    }

    /** The same forecast with the names, and with a warning if it destroys somebody because there are too many now. */
    Forecast in(Forecast forecast) {
        List<Foreseen> actions = forecast.actions().stream()
                .map(it ->
                        new Foreseen(it.kind(), names.getOrDefault(it.member(), it.member()), it.why(), it.revision()))
                .toList();
        List<Warning> warnings = new ArrayList<>(surplus(actions));
        forecast.warnings().forEach(it -> warnings.add(new Warning(it.type(), in(it.message()))));
        Ending ending = forecast.ending();
        return new Forecast(
                actions,
                forecast.counts(),
                forecast.budget(),
                forecast.leastReady(),
                new Ending(ending.state(), ending.condition(), in(ending.message())),
                warnings,
                forecast.complete());
    }

    private String in(String text) {
        String named = text;
        for (Map.Entry<String, String> it : names.entrySet()) {
            named = named.replace(it.getKey(), it.getValue());
        }
        return named;
    }

    private static List<Warning> surplus(List<Foreseen> actions) {
        List<String> victims = actions.stream()
                .filter(it -> it.kind() == Foreseen.Kind.DESTROY && it.why() == Why.SURPLUS)
                .map(Foreseen::member)
                .distinct()
                .toList();
        if (victims.isEmpty()) {
            return List.of();
        }
        String more = victims.size() > NAMED ? " and " + (victims.size() - NAMED) + " more" : "";
        return List.of(new Warning(
                "Surplus",
                "the group has fewer members by its declaration than it would have, so that "
                        + String.join(", ", victims.stream().limit(NAMED).toList()) + more
                        + (victims.size() == 1 ? " is" : " are")
                        + " destroyed: pause fill, scale it to what it is to have, adopt, and resume"));
    }
}
