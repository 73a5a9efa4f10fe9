package dev.drover.chaos;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A line of the cloud's own log: the truth, in the order in which it became true. It is written before anybody is answered.
 *
 * @param at the machine's clock, which is also Postgres's
 * @param call which call of this cloud it belongs to; 0 if none
 * @param from for {@link What#MADE} when listings show it, for {@link What#DESTROYED} until when they do
 * @param text of a fault its name; of a call what it asks for; of an answer what it is
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Entry(
        Instant at,
        What what,
        long call,
        @Nullable String provider,
        @Nullable String database,
        @Nullable String token,
        @Nullable String id,
        Map<String, String> labels,
        @Nullable String logicalId,
        @Nullable Instant from,
        @Nullable String text) {
    Entry {
        labels = labels == null ? Map.of() : Map.copyOf(labels);
    }

    enum What {
        CALLED,
        ANSWERED,
        MADE,
        LABELLED,
        /** A destroy was accepted, whether it does anything or not. */
        ACCEPTED,
        DESTROYED,
        STOPPED,
        VANISHED,
        /** A listing began; its end is the answer of the same call, unless it failed. */
        LISTED,
        /** A listing kept this instance from Drover although it exists, against what the provider promises. */
        HIDDEN,
        FAULT,
        /** What the database said when a call arrived contradicts the journal's promise. */
        UNJOURNALLED,
        NOT_AUDITED,
        STARTED
    }

    Entry with(Map<String, String> others) {
        return new Entry(at, what, call, provider, database, token, id, others, logicalId, from, text);
    }

    boolean isOurs() {
        return Settings.OWNER.equals(labels.get("drover.owner"));
    }

    String group() {
        return labels.getOrDefault("drover.group", "");
    }

    String line() {
        StringBuilder line =
                new StringBuilder("%s  %-12s".formatted(at.toString().substring(11), what));
        if (call > 0) {
            line.append(" #").append(call);
        }
        for (String part : new String[] {provider, database, logicalId, id, token, text}) {
            if (part != null) {
                line.append(' ').append(part);
            }
        }
        return line.toString();
    }
}
