package dev.drover.plan;

import dev.drover.spec.Amount;
import dev.drover.spec.UpdatePolicy;
import java.util.Optional;

/**
 * Something that whoever reads a forecast should know.
 *
 * @param type one word in PascalCase: that of a condition, or one of a forecast's own
 * @param message a sentence for people
 */
public record Warning(String type, String message) {

    static Warning of(Condition condition) {
        return new Warning(condition.type().text(), condition.message());
    }

    /** Percents that come to nothing for a group of this size. */
    static Optional<Warning> noRoom(UpdatePolicy update, int size) {
        boolean none = update.maxSurge().of(size, Amount.Rounding.UP, 0) == 0 && update.unavailable(size) == 0;
        if (size == 0 || !none || update.strategy() != UpdatePolicy.Strategy.ROLLING) {
            return Optional.empty();
        }
        String percents = update.maxSurge().percent() && update.maxUnavailable().percent()
                ? "maxSurge " + update.maxSurge() + " and maxUnavailable " + update.maxUnavailable() + " of " + size
                        + " are both 0"
                : "maxUnavailable " + update.maxUnavailable() + " of " + size + " is 0";
        return Optional.of(new Warning("NoRoomInPercent", percents + ": surge 1 is used"));
    }

    static Warning noneReady() {
        return new Warning("NoneReady", "at some time on the way no member is ready");
    }

    /** @param actions how many come before */
    static Warning promotion(GroupState state, Rollout rollout, int actions) {
        String path = "POST /v1/groups/" + state.group() + "/rollouts/" + rollout.number() + "/promote";
        return new Warning(
                "PromotionAwaited",
                "after action " + actions + " a person has to promote the rollout, with " + path
                        + "; what follows happens only then");
    }

    static Warning cutOff(int effort) {
        return new Warning(
                "CutOff",
                "the forecast is not complete: it ends after " + effort
                        + " looks at a member, and counts what comes until then");
    }
}
