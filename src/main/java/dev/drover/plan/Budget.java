package dev.drover.plan;

/**
 * How much room a forecast takes.
 *
 * @param surge the most members above the size that stay at once
 * @param maxSurge how many may
 * @param machines the most machines that may exist at once, doubt counted in
 * @param ceiling how many creates may bring it to; a group that is to become smaller begins above
 */
public record Budget(int surge, int maxSurge, int machines, int ceiling) {}
