package dev.drover.startup;

import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.context.properties.bind.validation.ValidationErrors;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;

/** A setting that has the wrong type or breaks a rule. */
@Order(Ordered.HIGHEST_PRECEDENCE)
class InvalidSetting extends AbstractFailureAnalyzer<BindException> {
    @Override
    protected FailureAnalysis analyze(Throwable failure, BindException cause) {
        BindValidationException broken = findCause(failure, BindValidationException.class);
        return new FailureAnalysis(
                broken != null ? rules(broken.getValidationErrors()) : type(cause),
                "correct it and start again",
                cause);
    }

    private static String rules(ValidationErrors errors) {
        return errors.getAllErrors().stream()
                .map(error -> rule(errors, error))
                .sorted()
                .collect(Collectors.joining(", and "));
    }

    private static String rule(ValidationErrors errors, ObjectError error) {
        String name = error instanceof FieldError field
                ? errors.getName() + "." + kebab(field.getField())
                : errors.getName().toString();
        Object found = error instanceof FieldError field ? field.getRejectedValue() : null;
        return "the setting " + name + " " + error.getDefaultMessage() + it(name, found);
    }

    private static String type(BindException failure) {
        ConfigurationProperty property = failure.getProperty();
        String name = property != null
                ? property.getName().toString()
                : failure.getName().toString();
        Object found = property != null ? property.getValue() : null;
        Throwable reason = NestedExceptionUtils.getMostSpecificCause(failure);
        return "the setting " + name + " has the wrong form" + it(name, found) + because(name, reason.getMessage());
    }

    static String it(String name, @Nullable Object found) {
        return found == null || secret(name) ? "" : ", it is '" + found + "'";
    }

    static String because(String name, @Nullable String reason) {
        return secret(name) || reason == null ? "" : " (" + reason + ")";
    }

    private static boolean secret(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.contains("password")
                || lower.contains("secret")
                || lower.contains("token")
                || lower.contains("key");
    }

    private static String kebab(String field) {
        return field.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
