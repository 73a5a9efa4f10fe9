package dev.drover.startup;

import org.flywaydb.core.api.exception.FlywayValidateException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** The database was migrated by another version of Drover. */
class SchemaDoesNotFit extends AbstractFailureAnalyzer<FlywayValidateException> {
    @Override
    protected FailureAnalysis analyze(Throwable failure, FlywayValidateException cause) {
        boolean newer = String.valueOf(cause.getMessage()).contains("not resolved locally");
        return new FailureAnalysis(
                newer
                        ? "the database's schema is newer than this Drover"
                        : "the database's schema is not the one that this Drover wrote (" + cause.getMessage() + ")",
                "start the version of Drover that migrated it, or give this one another database",
                cause);
    }
}
