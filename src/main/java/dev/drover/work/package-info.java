/** Durable work: the jobs and their two schedulers, the wakes of groups, and the one clock. */
@NullMarked
package dev.drover.work;

import org.jspecify.annotations.NullMarked;
