package dev.drover.plan;

/**
 * What new members are made from.
 *
 * @param revision the machine template's number
 * @param provider makes its instances
 */
public record Template(int revision, String provider) {}
