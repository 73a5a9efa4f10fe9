/** The docker provider, on a real Docker Engine where there is one. */
@NullMarked
package dev.drover.provider.docker;

import org.jspecify.annotations.NullMarked;
