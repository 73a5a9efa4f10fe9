/** An InfraKit plugin as a program of its own, written from the protocol and from nothing of Drover's, with faults to be turned on. */
@NullMarked
package dev.drover.provider.infrakit.plugin;

import org.jspecify.annotations.NullMarked;
