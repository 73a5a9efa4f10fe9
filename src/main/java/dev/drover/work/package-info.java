/** Durable work: the jobs and their two schedulers, the wakes of groups, and the one clock. */
@ApplicationModule(allowedDependencies = {"database", "web"})
@NullMarked
package dev.drover.work;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
