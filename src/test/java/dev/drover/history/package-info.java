/** Tests of {@code history} on a database of their own. */
@NullMarked
package dev.drover.history;

import org.jspecify.annotations.NullMarked;
