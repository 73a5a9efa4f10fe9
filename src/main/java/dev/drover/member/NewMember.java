package dev.drover.member;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A member about to be written, before its provider hears of it.
 *
 * @param number the id within its group
 * @param token the id of its create action
 * @param labels what its instance will carry
 * @param because why it is made, in words
 * @param replaces the number of the member whose place it takes; null if it is an additional one
 */
public record NewMember(
        int number,
        int memberIndex,
        @Nullable String logicalId,
        int revision,
        String provider,
        UUID token,
        Map<String, String> labels,
        String because,
        @Nullable Integer replaces,
        int strikes) {}
