/** Instances as providers hold them, apart from groups: live listings, and those that people make, destroy and adopt. */
@ApplicationModule(
        allowedDependencies = {
            "spec",
            "body",
            "provider",
            "provider :: spi",
            "group",
            "member",
            "history",
            "work",
            "database",
            "web"
        })
@NullMarked
package dev.drover.instance;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
