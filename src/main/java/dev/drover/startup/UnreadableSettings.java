package dev.drover.startup;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.yaml.snakeyaml.error.YAMLException;

/** A configuration file that is no YAML. */
class UnreadableSettings extends AbstractFailureAnalyzer<YAMLException> {
    @Override
    protected FailureAnalysis analyze(Throwable failure, YAMLException cause) {
        return new FailureAnalysis("a configuration file is no YAML: " + cause.getMessage(), "correct it", cause);
    }
}
