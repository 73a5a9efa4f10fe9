/** Proves from the outside that nothing is lost and nothing made twice: real processes that die, against a cloud that lies. */
@NullMarked
package dev.drover.chaos;

import org.jspecify.annotations.NullMarked;
