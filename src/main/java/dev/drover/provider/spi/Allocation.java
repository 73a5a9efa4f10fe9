package dev.drover.provider.spi;

import java.util.List;

/**
 * How many members a group has, as a flavor needs to know it.
 *
 * @param size the declared number of members
 * @param logicalIds the pets' ids; empty for cattle
 */
public record Allocation(int size, List<LogicalId> logicalIds) {
    public Allocation {
        logicalIds = List.copyOf(logicalIds);
    }
}
