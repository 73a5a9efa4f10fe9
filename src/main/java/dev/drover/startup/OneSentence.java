package dev.drover.startup;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;

/**
 * Says in one sentence on the standard error why Drover does not start and what to do. Spring Boot's own report of several
 * paragraphs is switched off in {@code application.yaml}.
 */
class OneSentence implements FailureAnalysisReporter {
    @Override
    public void report(FailureAnalysis analysis) {
        System.err.println("Drover does not start: " + sentence(analysis));
    }

    static String sentence(FailureAnalysis analysis) {
        String what = oneLine(analysis.getDescription());
        String todo = oneLine(analysis.getAction());
        return (todo.isEmpty() ? what : what + "; " + todo) + ".";
    }

    private static String oneLine(@Nullable String text) {
        return text == null ? "" : text.strip().replaceAll("\\s+", " ").replaceAll("\\.$", "");
    }
}
