package dev.drover.group;

import tools.jackson.databind.JsonNode;

/**
 * A group and what it is declared to be.
 *
 * @param active whether it is neither being deleted nor released
 * @param spec as it was declared, without defaults
 * @param size how many members it is to have
 */
public record DeclaredGroup(String name, boolean active, long generation, JsonNode spec, int size) {}
