/** The vanilla flavor's tests. */
@NullMarked
package dev.drover.provider.vanilla;

import org.jspecify.annotations.NullMarked;
