package dev.drover.startup;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.Environment;

/** The given database does not answer, or does not let Drover in. */
class DatabaseUnreachable extends AbstractFailureAnalyzer<SQLException> {
    private final Environment environment;

    DatabaseUnreachable(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable failure, SQLException cause) {
        SQLException first = innermost(cause);
        String state = first.getSQLState() == null ? "" : first.getSQLState();
        if (state.startsWith("08")) {
            return analysis("cannot be reached", first, "start it, or correct SPRING_DATASOURCE_URL");
        }
        if (state.startsWith("28")) {
            return analysis(
                    "refuses the user", first, "correct SPRING_DATASOURCE_USERNAME and SPRING_DATASOURCE_PASSWORD");
        }
        if (state.equals("3D000")) {
            return analysis("does not exist", first, "create it, or correct SPRING_DATASOURCE_URL");
        }
        return null;
    }

    // The pool wraps what the driver said; what the driver wraps (a refused connection) is no SQLException.
    private static SQLException innermost(SQLException outer) {
        SQLException innermost = outer;
        for (Throwable cause = outer; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException inner) {
                innermost = inner;
            }
        }
        return innermost;
    }

    private FailureAnalysis analysis(String what, SQLException failure, String todo) {
        String reason = NestedExceptionUtils.getMostSpecificCause(failure).getMessage();
        return new FailureAnalysis("the database " + url() + " " + what + " (" + reason + ")", todo, failure);
    }

    // Without its parameters, for they can hold a password.
    private String url() {
        return environment.getProperty("spring.datasource.url", "").replaceFirst("\\?.*", "");
    }
}
