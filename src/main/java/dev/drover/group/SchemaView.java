package dev.drover.group;

/**
 * A schema as the list of schemas names it.
 *
 * @param name what it describes
 * @param url where it is, relative to this Drover
 * @param description a sentence for people
 */
record SchemaView(String name, String url, String description) {}
