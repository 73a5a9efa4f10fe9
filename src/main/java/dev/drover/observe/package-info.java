/** Looks at what is: lists providers, probes members, and reports what differs from the member rows as facts. */
@ApplicationModule(
        allowedDependencies = {
            "spec",
            "provider",
            "provider :: spi",
            "group",
            "member",
            "instance",
            "history",
            "work",
            "database",
            "web"
        })
@NullMarked
package dev.drover.observe;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
