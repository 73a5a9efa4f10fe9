/** What a person reads when Drover starts, or cannot: one line each. */
@NullMarked
package dev.drover.startup;

import org.jspecify.annotations.NullMarked;
