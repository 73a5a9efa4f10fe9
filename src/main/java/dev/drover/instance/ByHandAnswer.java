package dev.drover.instance;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What became of a call by hand, if there is no instance to be shown.
 *
 * @param state what is known
 * @param id the provider's id; null if it is not known
 * @param detail a sentence: what to do next
 */
record ByHandAnswer(
        @Schema(allowableValues = {"destroying", "gone", "unknown"})
        String state,

        @Nullable String id,
        String token,
        String detail) {

    static ByHandAnswer unknownCreate(CallByHand call) {
        return new ByHandAnswer(
                "unknown",
                null,
                call.token(),
                ("it may have been made, or may still be (%s): look for this token in GET /v1/providers/%s/instances, where it"
                                + " then stands as released. If it is not there a while later, it was not made.")
                        .formatted(call.error(), call.provider()));
    }

    static ByHandAnswer destroyed(CallByHand call) {
        if (call.destroyed() == null) {
            return new ByHandAnswer(
                    "unknown",
                    call.providerId(),
                    call.token(),
                    "whether it is destroyed is unknown (%s): send this request again".formatted(call.error()));
        }
        return switch (call.destroyed()) {
            case ACCEPTED ->
                new ByHandAnswer(
                        "destroying",
                        call.providerId(),
                        call.token(),
                        "the provider agreed to destroy it: it is gone when GET answers 404");
            case GONE_ALREADY ->
                new ByHandAnswer("gone", call.providerId(), call.token(), "the provider says that it is gone already");
        };
    }
}
