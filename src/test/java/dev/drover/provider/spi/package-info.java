/** What every adapter has to pass. */
@NullMarked
package dev.drover.provider.spi;

import org.jspecify.annotations.NullMarked;
