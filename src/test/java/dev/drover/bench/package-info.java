/** The measurements behind {@code ./mvnw -Pbench verify}. Nothing here asserts a time. */
@NullMarked
package dev.drover.bench;

import org.jspecify.annotations.NullMarked;
