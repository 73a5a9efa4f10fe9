package dev.drover.provider.spi;

import java.time.Duration;

/**
 * What a provider can do. There are no defaults: each adapter says each of them, and says the truth.
 *
 * @param idempotentCreate a second create with one token answers the first one's instance
 * @param labels instances carry labels that listings show
 * @param unlabel labels can be taken away again
 * @param watch changes of phase are pushed
 * @param hostBound instances belong to the host that Drover runs on
 * @param attachments instances can have attachments
 * @param createTimeout after this a create is cut, and no longer takes effect if the provider keeps its word
 * @param consistencyWindow how long a listing may lag behind the provider's own truth
 * @param maxConcurrentCalls how many calls the provider bears at once, at least 1
 */
public record Capabilities(
        boolean idempotentCreate,
        boolean labels,
        boolean unlabel,
        boolean watch,
        boolean hostBound,
        boolean attachments,
        Duration createTimeout,
        Duration consistencyWindow,
        int maxConcurrentCalls) {
    public Capabilities {
        if (createTimeout.isNegative() || createTimeout.isZero()) {
            throw new IllegalArgumentException("createTimeout must be positive, it is " + createTimeout);
        }
        if (consistencyWindow.isNegative()) {
            throw new IllegalArgumentException("consistencyWindow must not be negative, it is " + consistencyWindow);
        }
        if (maxConcurrentCalls < 1) {
            throw new IllegalArgumentException("maxConcurrentCalls must be at least 1, it is " + maxConcurrentCalls);
        }
    }
}
