/** The Postgres that Drover starts for itself when it is given no {@code spring.datasource.url}. */
@NullMarked
package dev.drover.database;

import org.jspecify.annotations.NullMarked;
