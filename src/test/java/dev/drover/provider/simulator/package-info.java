/** The simulated cloud on a real Postgres. */
@NullMarked
package dev.drover.provider.simulator;

import org.jspecify.annotations.NullMarked;
