/** What all of the API's answers have in common, and who may ask. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.drover.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
