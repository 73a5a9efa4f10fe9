/**
 * Instances that are operating system processes of this host: each in its own session and directory, and found again
 * after a restart of Drover. Linux only.
 */
@NullMarked
package dev.drover.provider.process;

import org.jspecify.annotations.NullMarked;
