/**
 * What InfraKit's plugins make, and what its flavors decide: any plugin in the plugin directory is a provider or a flavor, by its
 * own name.
 */
@ApplicationModule(allowedDependencies = {"provider :: spi", "infrakit"})
@NullMarked
package dev.drover.provider.infrakit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
