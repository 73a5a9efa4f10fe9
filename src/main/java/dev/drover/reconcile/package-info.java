/** The pass (load, plan, record), the journal and its calls, and the status that a pass leaves behind. */
@NullMarked
package dev.drover.reconcile;

import org.jspecify.annotations.NullMarked;
