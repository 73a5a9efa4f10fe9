/** Member rows: one method for each transition, each naming the state that it comes from, and the members' API. */
@ApplicationModule(allowedDependencies = {"spec", "group", "provider :: spi", "history", "work", "database", "web"})
@NullMarked
package dev.drover.member;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
