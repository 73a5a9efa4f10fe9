/** The values of a declaration: what a user posts, with its defaults, its rules and its digest. Pure. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.drover.spec;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
