/**
 * Instances that exist nowhere: a simulated cloud whose state is in Postgres, the same for all replicas and after a restart. Its
 * delays, faults, deaths and limits are knobs that can be turned while it runs. The one adapter that needs Drover's database and
 * has operations of its own, so that it is part of Drover.
 */
@ApplicationModule(allowedDependencies = {"provider", "provider :: spi", "spec", "body", "database", "web"})
@NullMarked
package dev.drover.provider.simulator;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
