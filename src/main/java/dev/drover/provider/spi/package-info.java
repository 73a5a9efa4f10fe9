/**
 * What an adapter implements: the instance and flavor interfaces and their values. Nothing here knows Drover's groups,
 * its database or Spring's container, so that an adapter can be read, tested and moved on its own.
 */
@NamedInterface("spi")
@NullMarked
package dev.drover.provider.spi;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
