/** The configured providers and flavors, by name. */
@ApplicationModule(allowedDependencies = {"spec", "body", "work", "database", "web"})
@NullMarked
package dev.drover.provider;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
