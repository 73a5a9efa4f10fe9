/** Requests that nobody should send, made from the API's own document, so that a new operation is attacked as soon as it is documented. */
@NullMarked
package dev.drover.application.hostile;

import org.jspecify.annotations.NullMarked;
