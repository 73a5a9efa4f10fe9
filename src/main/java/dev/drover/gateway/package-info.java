/** Drover as a plugin of InfraKit: its groups, driven by the command line and the processes of InfraKit. */
@ApplicationModule(allowedDependencies = {"spec", "group", "member", "reconcile", "infrakit", "work", "web"})
@NullMarked
package dev.drover.gateway;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
