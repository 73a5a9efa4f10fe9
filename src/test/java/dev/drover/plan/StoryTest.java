package dev.drover.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What the planner does, as a person would tell it: one log for each story, to be read like prose. What a story is about is
 * asserted besides, so that nobody accepts a log in which it went wrong. After a change: {@code ./mvnw test -Dtest=StoryTest
 * -Ddrover.stories.write=true}.
 */
class StoryTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void aRolloutWithSurge() {
        Story story = new Story(Setting.of(3));
        Instant begun = story.now();

        story.declares(2);
        story.settles();

        assertThat(story.past.leastServing(begun)).isEqualTo(3);
        assertThat(story.past.mostMachines(begun)).isEqualTo(4);
        story.isToldAs(
                "rollout-with-surge",
                "Three members come to another revision. Each new one is ready before an old one goes, so that three serve all the time.");
    }

    @Test
    void aFailingCanaryPauses() {
        Story story = new Story(Setting.of(3));
        Instant begun = story.now();

        story.world.cloud.spoil(2);
        story.declares(2);
        story.until(it -> it.holds(Condition.Type.ROLLOUT_FAILED));
        story.goesOn(MINUTE);

        assertThat(story.past.made(begun).stream().filter(it -> it == 2)).hasSize(1);
        assertThat(story.past.leastServing(begun)).isEqualTo(3);
        story.isToldAs(
                "failing-canary",
                "Another revision never becomes healthy. Only one member ever has it, and those that serve stay.");
    }

    @Test
    void aFailingRolloutRollsBack() {
        Story story = new Story(Setting.of(4).rollingBack());
        Instant begun = story.now();

        story.declares(2);
        story.until(it -> story.past.made(begun).size() == 2);
        story.happens("from now on whatever has revision 2 is ill from its start", () -> story.world.cloud.spoil(2));
        story.settles();

        assertThat(story.world.store.members).allMatch(it -> it.revision == 1);
        assertThat(story.past.leastServing(begun)).isEqualTo(4);
        story.isToldAs(
                "rollback",
                "The canary is well, and the next member is not. The group declares its last good revision again, and comes back to it.");
    }

    @Test
    void aPetIsReplaced() {
        Story story = new Story(Setting.pets("db-1", "db-2"));
        Instant begun = story.now();
        int index = story.member("db-1").index;

        story.happens("the machine of db-1 stops", () -> story.machine("db-1").stop(story.now()));
        story.settles();

        assertThat(story.past.mostMachines(begun)).isEqualTo(2);
        assertThat(story.member("db-1 (2)").index).isEqualTo(index);
        story.isToldAs(
                "replaced-pet",
                "A machine stops that had an identity. Another one is made only when the old one is proven gone, with the same index.");
    }

    @Test
    void anOutageTripsTheBreaker() {
        Story story = new Story(Setting.of(8));
        Instant begun = story.now();
        List<Machine> ill =
                Stream.of("m1", "m2", "m3", "m4").map(story::machine).toList();

        story.happens("what m1, m2, m3, m4 need is away", () -> ill.forEach(it -> it.sick = true));
        story.until(it -> it.holds(Condition.Type.REPAIR_SUSPENDED));
        story.goesOn(MINUTE.multipliedBy(2));
        story.happens("it is back", () -> ill.forEach(it -> it.sick = false));
        story.until(it -> it.converged() && !it.holds(Condition.Type.REPAIR_SUSPENDED));

        assertThat(story.past.taken(begun)).isEmpty();
        story.isToldAs(
                "outage",
                "Half of a group falls ill at once, for a reason that replacing would not cure. Nobody is replaced, and all recover when the outage ends.");
    }

    @Test
    void aRolloutIsSuperseded() {
        Story story = new Story(Setting.of(3));
        Instant begun = story.now();

        story.declares(2);
        story.until(it -> story.past.made(begun).size() == 2);
        Instant superseded = story.now().plusMillis(1);
        story.declares(3);
        story.settles();

        assertThat(story.past.made(superseded)).containsOnly(3);
        assertThat(story.past.leastServing(begun)).isGreaterThanOrEqualTo(3);
        story.isToldAs(
                "superseded-rollout",
                "A third revision is declared before the second has come everywhere. No more members of the second are made, and all come to the third.");
    }

    @Test
    void aGroupGoesToZeroAndBack() {
        Story story = new Story(Setting.of(2));

        story.scales(0);
        story.settles();
        assertThat(story.world.cloud.alive()).isEmpty();
        story.scales(2);
        story.settles();

        assertThat(story.world.cloud.alive()).hasSize(2);
        story.isToldAs(
                "to-zero-and-back",
                "A group is to have no members, which is a size like any other. Later it is to have two again, and makes them of the revision that it had.");
    }

    @Test
    void probesAreSilentInTheMiddleOfARollout() {
        Story story = new Story(Setting.of(3));
        Instant begun = story.now();

        story.declares(2);
        story.until(it -> story.past.made(begun).size() == 2);
        story.happens("probes have no answers", () -> story.world.probesSilent = true);
        story.goesOn(MINUTE.dividedBy(2)); // three answers settle it
        Instant silent = story.now();
        story.goesOn(MINUTE.multipliedBy(2));
        assertThat(story.past.taken(silent)).isEmpty();
        story.happens("probes have answers again", () -> story.world.probesSilent = false);
        story.settles();

        assertThat(story.past.leastServing(begun)).isEqualTo(3);
        story.isToldAs(
                "probe-outage",
                "In the middle of a rollout nobody can tell how the members are. Nobody is taken away until that is known again, and then the rollout goes on.");
    }

    @Test
    void aBadRevisionOfAGroupOfTwo() {
        Story story = new Story(Setting.of(2));
        Instant begun = story.now();

        story.world.cloud.spoil(2);
        story.declares(2);
        story.until(it -> it.holds(Condition.Type.ROLLOUT_FAILED));
        Instant declared = story.now();
        story.declares(3);
        story.settles();

        assertThat(story.past.leastServing(begun)).isEqualTo(2);
        assertThat(story.past.taken(declared).getFirst()).isEqualTo("m3");
        story.isToldAs(
                "bad-revision-of-two",
                "A group of two gets a revision that never becomes healthy, and then one that does. The two that serve stay until others are ready, and the bad one goes first.");
    }
}
