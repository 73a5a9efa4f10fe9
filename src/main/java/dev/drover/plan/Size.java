package dev.drover.plan;

/**
 * How many members a group has, counted in different ways.
 *
 * @param desired as declared
 * @param possible machines that may exist, doubt counted in
 * @param live members with an instance that stay
 * @param ready healthy for long enough, and staying
 * @param updated of the declared revision, with an instance, staying
 */
public record Size(int desired, int possible, int live, int ready, int updated, int unhealthy, int unknown) {}
