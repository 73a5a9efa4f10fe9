/** Says by example, and by simulation, what a plan is. */
@NullMarked
package dev.drover.plan;

import org.jspecify.annotations.NullMarked;
