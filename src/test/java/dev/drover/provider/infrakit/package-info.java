@NullMarked
package dev.drover.provider.infrakit;

import org.jspecify.annotations.NullMarked;
