package dev.drover.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Documents the headers {@code Drover-Message}, {@code Drover-Commit} and {@code Drover-Url}, see {@link GivenProvenance}. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface TakesProvenance {}
