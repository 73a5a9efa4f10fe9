package dev.drover.spec;

import java.time.Duration;

/**
 * What is done about members that are gone, stopped or unhealthy.
 *
 * @param unhealthy whether members that answer badly are replaced; missing and stopped ones always are
 * @param maxInFlight how many repairs may be under way at once; percent rounds down, but to no less than 1
 * @param breaker when so many fail at once that none is replaced
 * @param retries how often one lineage is replaced in a row before it is given up
 * @param retryEvery replacements further apart than this are not "in a row"
 */
public record RepairPolicy(Unhealthy unhealthy, Amount maxInFlight, Breaker breaker, int retries, Duration retryEvery) {
    public static final RepairPolicy DEFAULT =
            new RepairPolicy(Unhealthy.REPLACE, Amount.percent(20), Breaker.DEFAULT, 3, Duration.ofMinutes(30));

    /**
     * More lines of members that became unhealthy within {@code window} than both of these suspend repair.
     *
     * @param atMost of the size; percent rounds down
     * @param always so many may fail in a group of any size
     */
    public record Breaker(Amount atMost, int always, Duration window) {
        public static final Breaker DEFAULT = new Breaker(Amount.percent(20), 3, Duration.ofMinutes(10));
    }

    public enum Unhealthy {
        REPLACE,
        REPORT
    }
}
