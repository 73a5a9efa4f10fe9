package dev.drover.spec;

import java.time.Duration;

/**
 * What is done about members that are gone, stopped or unhealthy.
 *
 * @param unhealthy whether members that answer badly are replaced; missing and stopped ones always are
 * @param maxInFlight how many repairs may be under way at once; percent rounds down, but to no less than 1
 * @param retries how often one lineage is replaced in a row before it is given up
 * @param retryEvery replacements further apart than this are not "in a row"
 */
public record RepairPolicy(Unhealthy unhealthy, Amount maxInFlight, int retries, Duration retryEvery) {
    public static final RepairPolicy DEFAULT =
            new RepairPolicy(Unhealthy.REPLACE, Amount.percent(20), 3, Duration.ofMinutes(30));

    public enum Unhealthy {
        REPLACE,
        REPORT
    }
}
