/** The flavor that knows nothing of what an instance runs: tags, init lines and attachments, and no opinion on health. */
@NullMarked
package dev.drover.provider.vanilla;

import org.jspecify.annotations.NullMarked;
