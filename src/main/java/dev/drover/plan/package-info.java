/** Decides what to do for one group: a pure function from its state and an instant to a plan. */
@ApplicationModule(allowedDependencies = {"spec", "provider :: spi"})
@NullMarked
package dev.drover.plan;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
