/** The append-only history: every change of a group or a member is one event, with its actor or its cause. */
@ApplicationModule(allowedDependencies = {"spec", "database", "web"})
@NullMarked
package dev.drover.history;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
