/** The process provider with real processes. */
@NullMarked
package dev.drover.provider.process;

import org.jspecify.annotations.NullMarked;
