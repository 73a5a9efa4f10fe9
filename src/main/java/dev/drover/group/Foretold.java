package dev.drover.group;

/** What became of a declaration, and what becomes of it next. */
record Foretold(Declared declared, ForecastView.Glance forecast) {}
