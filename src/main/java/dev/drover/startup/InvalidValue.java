package dev.drover.startup;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** A setting whose value Spring Boot itself cannot use. */
@Order(Ordered.HIGHEST_PRECEDENCE)
class InvalidValue extends AbstractFailureAnalyzer<InvalidConfigurationPropertyValueException> {
    @Override
    protected FailureAnalysis analyze(Throwable failure, InvalidConfigurationPropertyValueException cause) {
        String name = cause.getName();
        return new FailureAnalysis(
                "the setting " + name + " has the wrong form"
                        + InvalidSetting.it(name, cause.getValue())
                        + InvalidSetting.because(name, cause.getReason()),
                "correct it and start again",
                cause);
    }
}
