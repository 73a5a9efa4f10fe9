/** Listings against a real database, probes against real sockets. */
@NullMarked
package dev.drover.observe;

import org.jspecify.annotations.NullMarked;
