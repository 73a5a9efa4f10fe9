/** The append-only history: every change of a group or a member is one event, with its actor or its cause. */
@NullMarked
package dev.drover.history;

import org.jspecify.annotations.NullMarked;
