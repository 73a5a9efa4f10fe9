/** The configured providers and flavors, by name. */
@NullMarked
package dev.drover.provider;

import org.jspecify.annotations.NullMarked;
