/** Member rows: one method for each transition, each naming the state that it comes from, and the members' API. */
@NullMarked
package dev.drover.member;

import org.jspecify.annotations.NullMarked;
