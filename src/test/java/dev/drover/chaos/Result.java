package dev.drover.chaos;

import java.util.List;

/**
 * What came of one world.
 *
 * @param name what to say to see it again
 * @param story commands, faults and what Drover says of its groups; empty if nothing was found
 */
record Result(String name, Tally tally, List<Finding> findings, List<String> story) {}
