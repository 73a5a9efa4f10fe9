@NullMarked
package dev.drover.instance;

import org.jspecify.annotations.NullMarked;
