/** Drover: keeps groups of machines the way they were declared. The application's entry point lives here. */
@NullMarked
package dev.drover;

import org.jspecify.annotations.NullMarked;
