/** A provider that makes nothing and fails on demand, for tests of what uses providers. */
@NullMarked
package dev.drover.provider.fake;

import org.jspecify.annotations.NullMarked;
