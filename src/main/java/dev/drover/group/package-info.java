/** Groups as users declare them: what a request's body says, whether it is valid, and what may be wrong with it. */
@NullMarked
package dev.drover.group;

import org.jspecify.annotations.NullMarked;
