package dev.drover.instance;

import org.springframework.stereotype.Component;

/** Calls by hand that nobody will answer any more. */
@Component
public class ExpiredCalls {
    private final HandJournal journal;

    ExpiredCalls(HandJournal journal) {
        this.journal = journal;
    }

    /** Closes those of this provider: what became of them is unknown. */
    public void close(String provider) {
        journal.expire(provider);
    }
}
