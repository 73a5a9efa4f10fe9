package dev.drover.group;

import dev.drover.provider.Findings;

/** A rule between the fields of a spec. It passes over values that it cannot use: the schema has spoken of them. */
@FunctionalInterface
interface Rule {
    void check(Declaration spec, Findings findings);
}
