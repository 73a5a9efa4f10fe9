/**
 * Instances that are containers of a Docker Engine. All that is known of them is kept by the engine itself: in their names, in their
 * labels, and in what it tells of them.
 */
@ApplicationModule(allowedDependencies = "provider :: spi")
@NullMarked
package dev.drover.provider.docker;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
