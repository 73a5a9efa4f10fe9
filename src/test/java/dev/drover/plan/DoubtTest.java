package dev.drover.plan;

import static dev.drover.plan.CallFixture.call;
import static dev.drover.plan.GroupFixture.INTERVAL;
import static dev.drover.plan.GroupFixture.LISTED;
import static dev.drover.plan.GroupFixture.NOW;
import static dev.drover.plan.GroupFixture.WINDOW;
import static dev.drover.plan.GroupFixture.group;
import static dev.drover.plan.MemberFixture.member;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DoubtTest {
    private static final Instant CONFIRMED = LISTED.minus(INTERVAL).minus(WINDOW);

    @Test
    void manyMissingAtOnceAreDoubted() {
        Plan plan = group(6).ready(1, 2).with(missing(3, 6, LISTED)).plan();

        assertThat(plan.actions()).isEmpty();
        assertThat(plan.holds(Condition.Type.OBSERVATION_SUSPECT)).isTrue();
        assertThat(plan.size().ready()).isEqualTo(6);
    }

    @Test
    void aFewMissingAreBelieved() {
        Plan plan = group(6).ready(1, 3).with(missing(4, 6, LISTED)).plan();

        assertThat(plan.actions()).isNotEmpty();
        assertThat(plan.holds(Condition.Type.OBSERVATION_SUSPECT)).isFalse();
    }

    @Test
    void aFifthOfALargeGroupIsBelieved() {
        assertThat(group(20).ready(1, 16).with(missing(17, 20, LISTED)).plan().actions())
                .isNotEmpty();
        assertThat(group(20).ready(1, 15).with(missing(16, 20, LISTED)).plan().actions())
                .isEmpty();
    }

    @Test
    void noCanaryIsPromotedOnAnOldListing() {
        Plan plan = canaryIsReady().listed(NOW.minus(Duration.ofHours(1))).plan();

        assertThat(plan.changes()).isEmpty();
        assertThat(plan.waiting()).contains(new Waiting(Waiting.What.OBSERVATION, List.of(), null));
    }

    @Test
    void noCanaryIsPromotedOnADoubtedListing() {
        Plan plan = canaryIsReady().allMissingSince(LISTED).plan();

        assertThat(plan.changes()).isEmpty();
        assertThat(plan.waiting()).contains(new Waiting(Waiting.What.OBSERVATION, List.of(), null));
    }

    private static GroupFixture canaryIsReady() {
        return group(3).canary().ready(1, 3).with(member(4).revision(2));
    }

    @Test
    void aMemberWhoseDestroyWasCancelledCounts() {
        MemberFixture kept = member(3).missing().destroy(call(Call.State.CANCELLED));

        Plan plan = group(6).ready(1, 2).with(kept).with(missing(4, 6, LISTED)).plan();

        assertThat(plan.actions()).isEmpty();
    }

    @Test
    void nothingElseIsTakenAwayOnADoubtedListing() {
        Plan plan = group(5).ready(1, 2).with(missing(3, 6, LISTED)).plan();

        assertThat(plan.actions()).isEmpty();
    }

    @Test
    void aConfirmingListingLiftsTheDoubt() {
        assertThat(group(6).ready(1, 2)
                        .with(missing(3, 6, CONFIRMED.plusMillis(1)))
                        .plan()
                        .actions())
                .isEmpty();
        assertThat(group(6).ready(1, 2).with(missing(3, 6, CONFIRMED)).plan().actions())
                .isNotEmpty();
    }

    @Test
    void aListingThatShowsNoneOfAProvidersMembersIsDoubtedHoweverFewTheyAre() {
        assertThat(vanished(LISTED).actions()).isEmpty();
        assertThat(vanished(CONFIRMED).actions()).isNotEmpty();
    }

    private static Plan vanished(Instant since) {
        return group(2).with(missing(1, 2, since)).allMissingSince(since).plan();
    }

    @Test
    void anEmptyListingConfirmsOnlyThoseThatWereMissingBefore() {
        GroupFixture group = group(3).with(missing(1, 2, CONFIRMED))
                .with(missing(3, 3, LISTED))
                .allMissingSince(CONFIRMED);

        assertThat(group.plan().actions()).isEmpty();
    }

    @Test
    void anEmptyListingConfirmsNoDestroyOfAnInstanceThatAnEarlierOneShowed() {
        MemberFixture destroyed = member(3)
                .missingSince(LISTED)
                .leaving(Why.SURPLUS)
                .destroy(call(Call.State.DONE).answeredAt(NOW.minusSeconds(300)));
        GroupFixture group =
                group(2).with(missing(1, 2, CONFIRMED)).with(destroyed).allMissingSince(CONFIRMED);

        assertThat(group.plan().changes()).noneMatch(Change.MemberEnded.class::isInstance);
    }

    private static MemberFixture[] missing(int from, int to, Instant since) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(it -> member(it).missingSince(since))
                .toArray(MemberFixture[]::new);
    }
}
