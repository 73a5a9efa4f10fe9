/** Tests of the whole application, from outside: HTTP in, history out. */
@NullMarked
package dev.drover.application;

import org.jspecify.annotations.NullMarked;
