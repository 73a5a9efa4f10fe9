/** Looks at what is: lists providers, probes members, and reports what differs from the member rows as facts. */
@NullMarked
package dev.drover.observe;

import org.jspecify.annotations.NullMarked;
