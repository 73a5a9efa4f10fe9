package dev.drover.provider.spi;

/**
 * Something that stays when the instance goes, and is attached to its successor.
 *
 * @param id the provider's id of it
 * @param type what it is, in the provider's words ("volume")
 */
public record Attachment(String id, String type) {}
