package dev.drover.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Documents the body of an operation that reads it itself, as JSON or YAML. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface SpecBody {
    /** The file under {@code /openapi/examples} that holds a body which works as it stands. */
    String example();
}
