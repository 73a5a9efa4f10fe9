package dev.drover.instance;

import dev.drover.group.ForecastView;
import dev.drover.group.Forecaster;
import dev.drover.group.Forecaster.Effort;
import dev.drover.member.Adoption;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.Violation;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which instances that somebody else made become members of a group, and which do not.
 *
 * @param verdicts one for each of them
 * @param adoptions in the same order
 * @param doubles pets that would be alive twice, as violations of the spec: then nothing may be declared
 */
public record TakenOver(
        List<Verdict> verdicts, List<Adoption> adoptions, List<Violation> doubles, Forecaster.Outlook outlook) {
    /**
     * What is said of one instance.
     *
     * @param hash what its label says that it was made from; null if it does not say
     * @param logicalId which pet it says to be; null if it does not say
     * @param left why it is left alone; null if it becomes a member
     * @param beside whether it is left alone, runs, and is no living member's
     */
    public record Verdict(
            Instance instance,
            @Nullable String hash,
            @Nullable String logicalId,
            @Nullable String left,
            boolean beside) {}

    /** The member that it becomes; empty if it is left alone. */
    public Optional<Adoption> adoption(Verdict verdict) {
        return adoptions.stream()
                .filter(it -> it.instance().id().equals(verdict.instance().id()))
                .findFirst();
    }

    /** What becomes of the group. Needs no database. */
    public ForecastView forecast(Effort effort) {
        return outlook.look(effort);
    }
}
