/** What a person reads when Drover starts, or cannot: one line each. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.drover.startup;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
