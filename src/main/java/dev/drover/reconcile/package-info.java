/** The pass (load, plan, record), the journal and its calls, and the status that a pass leaves behind. */
@ApplicationModule(
        allowedDependencies = {
            "spec",
            "plan",
            "provider",
            "provider :: spi",
            "group",
            "member",
            "instance",
            "observe",
            "history",
            "work",
            "database",
            "web"
        })
@NullMarked
package dev.drover.reconcile;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
