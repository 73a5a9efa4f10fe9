package dev.drover.reconcile;

import dev.drover.group.ForecastView;
import dev.drover.group.Intended;
import dev.drover.plan.Condition;
import dev.drover.plan.Forecast;
import dev.drover.plan.Foreseen;
import dev.drover.plan.Why;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Writes forecasts for the API. */
final class ForecastViews {
    private ForecastViews() {}

    static ForecastView of(Intended intended, Forecast forecast) {
        List<ForecastView.Action> actions =
                forecast.actions().stream().map(ForecastViews::action).toList();
        return new ForecastView(
                intended.spec().name().value(),
                intended.change(),
                intended.baseGeneration(),
                ForecastDigest.of(intended, actions),
                forecast.complete(),
                counts(forecast),
                forecast.leastReady(),
                budget(forecast),
                end(forecast),
                forecast.warnings().stream()
                        .map(it -> new ForecastView.Warning(it.type(), it.message()))
                        .toList(),
                actions);
    }

    private static Map<String, Integer> counts(Forecast forecast) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        Arrays.stream(Foreseen.Kind.values()).forEach(it -> counts.put(it.text(), forecast.count(it)));
        return counts;
    }

    private static ForecastView.Budget budget(Forecast forecast) {
        var budget = forecast.budget();
        return new ForecastView.Budget(budget.surge(), budget.maxSurge(), budget.machines(), budget.ceiling());
    }

    private static ForecastView.End end(Forecast forecast) {
        return new ForecastView.End(
                forecast.ending().state().text(),
                Optional.ofNullable(forecast.ending().condition())
                        .map(Condition.Type::text)
                        .orElse(null),
                forecast.ending().message());
    }

    private static ForecastView.Action action(Foreseen it) {
        Why why = it.why();
        return new ForecastView.Action(
                it.kind().text(),
                it.member(),
                why == null ? null : why.name().toLowerCase(Locale.ROOT),
                why == null ? null : because(why),
                it.revision());
    }

    /** Members for a rollout are made for the same reason as those of a larger group. */
    private static String because(Why why) {
        return why.sentence();
    }
}
