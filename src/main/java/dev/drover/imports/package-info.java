/** Groups that were declared elsewhere: read, translated, declared here, and their instances taken over. */
@ApplicationModule(
        allowedDependencies = {
            "infrakit",
            "spec",
            "body",
            "provider",
            "provider :: spi",
            "group",
            "member",
            "instance",
            "web"
        })
@NullMarked
package dev.drover.imports;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
