package dev.drover.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Documents what an operation answers. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Answers {
    /** The status when all is well. */
    int status();

    /** The file under {@code /openapi/examples} that holds such an answer. */
    String example();

    /** The file that holds the same answer as plain text, if it can be had so. */
    String text() default "";

    /** The file that holds the same answer as Markdown, if it can be had so. */
    String markdown() default "";

    /** The file that holds an answer to a dry run, which is of another kind; its type has to be said with a response's schema. */
    String dryRun() default "";
    /** The file that holds an answer of its other shape, if it has two: of {@code schema}s that are one of two. */
    String other() default "";

    /** The problems that it can answer, besides those that every operation can. */
    ProblemType[] problems();

    /** Whether it may answer 201 as well. */
    boolean creates() default false;

    /** Other answers when all is well. */
    Also[] also() default {};

    /** The resource that holds the answer's JSON Schema, if its type does not say it. */
    String schema() default "";

    /** How the answer is given unless another form is asked for, if not as {@code application/json}. */
    String mediaType() default "";

    /** Whether {@link #mediaType} is the only form. It is a text then, and so is its example. */
    boolean only() default false;

    /** A JSON Schema. */
    String JSON_SCHEMA = "application/schema+json";

    /** Another answer. Its schema is that of its example, an object of strings. */
    @interface Also {
        int status();

        /** When it is answered. */
        String description();

        /** The file under {@code /openapi/examples} that holds such an answer. */
        String example();
    }
}
