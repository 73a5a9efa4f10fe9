package dev.drover.startup;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;
import org.springframework.boot.diagnostics.LoggingFailureAnalysisReporter;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Says in one sentence on the standard error why Drover does not start and what to do, instead of Spring Boot's own report of
 * several paragraphs.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class OneSentence implements FailureAnalysisReporter {
    @Override
    public void report(FailureAnalysis analysis) {
        // Here and not in application.yaml, since that may be what cannot be read.
        LoggingSystem.get(OneSentence.class.getClassLoader())
                .setLogLevel(LoggingFailureAnalysisReporter.class.getName(), LogLevel.OFF);
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
