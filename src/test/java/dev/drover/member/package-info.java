/** What listings say of members. */
@NullMarked
package dev.drover.member;

import org.jspecify.annotations.NullMarked;
