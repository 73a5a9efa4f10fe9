/** The bodies of requests, JSON or YAML, read strictly into trees. */
@ApplicationModule(allowedDependencies = {"web"})
@NullMarked
package dev.drover.body;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
