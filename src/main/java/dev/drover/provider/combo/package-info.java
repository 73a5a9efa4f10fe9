/** The flavor that is made of others, in order. */
@ApplicationModule(allowedDependencies = "provider :: spi")
@NullMarked
package dev.drover.provider.combo;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
