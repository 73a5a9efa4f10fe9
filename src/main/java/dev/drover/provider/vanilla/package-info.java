/** The flavor that knows nothing of what an instance runs: tags and init lines, and no opinion on health. */
@NullMarked
package dev.drover.provider.vanilla;

import org.jspecify.annotations.NullMarked;
