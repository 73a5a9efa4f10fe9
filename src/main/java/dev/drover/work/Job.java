package dev.drover.work;

import java.time.Instant;
import java.util.Optional;

/**
 * Durable work of one kind. It runs on one replica at a time for each of its instances; when that replica dies, another
 * one runs it again.
 */
public interface Job {
    Name name();

    /**
     * Does what is due.
     *
     * @param instance what for: a group's id, or a provider's name
     * @return when it is due again; empty if never
     */
    Optional<Instant> run(String instance);

    /**
     * Called when others may run the instance again: work that arrived while it ran could not make it due.
     *
     * @return whether it is due at once
     */
    default boolean dueAfterRelease(String instance) {
        return false;
    }

    /**
     * Called when the job has ended for good: whoever made sure of it meanwhile saw that it was there still.
     *
     * @return whether it is to be there again, due at once
     */
    default boolean wantedAgain(String instance) {
        return false;
    }

    /** The fixed names, each with the scheduler that runs it. */
    enum Name {
        RECONCILE("reconcile", Queue.PASSES),
        PRUNE("prune", Queue.PASSES),
        OBSERVE("observe", Queue.CALLS),
        PERFORM("perform", Queue.CALLS),
        PROBE("probe", Queue.CALLS);

        private final String text;
        private final Queue queue;

        Name(String text, Queue queue) {
            this.text = text;
            this.queue = queue;
        }

        public String text() {
            return text;
        }

        Queue queue() {
            return queue;
        }
    }

    /** Two schedulers with a table each, so that blocked calls never stop passes. */
    enum Queue {
        PASSES("scheduled_passes"),
        CALLS("scheduled_calls");

        private final String table;

        Queue(String table) {
            this.table = table;
        }

        String table() {
            return table;
        }
    }
}
