package dev.drover.group;

import dev.drover.web.Provenance;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A declaration as the API shows it.
 *
 * @param change how far it reached: policy, size or revision; null if that was not kept yet when it was declared
 * @param revision the machine template that it declares
 * @param provenance where it comes from; null if nobody said
 * @param notValidated what could not be checked when it was declared; null if everything was
 * @param spec as declared
 */
record DeclarationView(
        long generation,
        @Nullable String change,
        int size,
        int revision,
        String actor,
        Instant at,
        @Nullable Provenance provenance,
        @Nullable String notValidated,
        @Schema(ref = "#/components/schemas/Group") JsonNode spec) {}
