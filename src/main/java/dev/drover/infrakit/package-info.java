/**
 * The InfraKit plugin protocol, for both sides of it: shapes on the wire, JSON-RPC, the plugin directory, and the configuration hash.
 * Nothing here knows of groups or members.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.drover.infrakit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
