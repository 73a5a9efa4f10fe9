/** Measures what the design promises about speed. Prints figures; asserts nothing that depends on the machine. */
@NullMarked
package dev.drover.bench;

import org.jspecify.annotations.NullMarked;
