package dev.drover.instance;

import dev.drover.provider.spi.ProviderFailure;
import dev.drover.web.Problem;
import dev.drover.web.ProblemType;

/** Says what a provider would not do, in its words. */
final class Refusals {
    private Refusals() {}

    /** @param keyed whether the same request would be answered the same again */
    static Problem failed(CallByHand call, boolean keyed) {
        boolean rejected = call.errorKind() == ProviderFailure.Kind.REJECTED;
        String again = keyed ? "; another try needs another Idempotency-Key" : "";
        return new Problem(
                rejected ? ProblemType.VALIDATION : ProblemType.PROVIDER_UNREACHABLE,
                "the provider '%s' %s: %s; nothing was done%s"
                        .formatted(call.provider(), rejected ? "refuses" : "failed", call.error(), again));
    }
}
