/** Groups as users declare them: what a request's body says, whether it is valid, and what may be wrong with it. */
@ApplicationModule(
        allowedDependencies = {"spec", "body", "provider", "provider :: spi", "history", "work", "database", "web"})
@NullMarked
package dev.drover.group;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
