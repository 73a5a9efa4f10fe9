/** The database that Drover keeps everything in: an embedded Postgres unless one is given, and how values travel there. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.drover.database;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
