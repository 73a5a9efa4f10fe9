package dev.drover.group;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import tools.jackson.databind.JsonNode;

/**
 * A machine template of a group as the API shows it.
 *
 * @param digest of instance and flavor: what makes one revision differ from another
 * @param instance as declared, before defaults
 * @param flavor as declared; empty if none was
 * @param members how many members that have not ended are made from it
 * @param current whether it is the one that is declared
 */
record RevisionView(
        int number,
        String digest,
        Instant createdAt,
        @Schema(implementation = Object.class) JsonNode instance,
        @Schema(implementation = Object.class) JsonNode flavor,
        int members,
        boolean current) {}
