package dev.drover.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Further stories, see {@link StoryTest}: of single members that go, or that must not. */
class MemberStoryTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void aShrinkWithDrains() {
        Story story = new Story(Setting.of(5).draining());
        Instant begun = story.now();

        story.happens("the work of m2 never stops", () -> story.machine("m2").busy = true);
        story.scales(3);
        story.goesOn(MINUTE.multipliedBy(4));
        List<String> drained = story.past.destroyed(begun);
        story.settles();

        assertThat(drained).containsExactly("m1");
        assertThat(story.past.destroyed(begun)).containsExactly("m1", "m2");
        story.isToldAs(
                "shrink-with-drains",
                "Two of five members are to go, and are asked to stop their work first. One does, and is destroyed; the other one is destroyed when its time is over.");
    }

    @Test
    void aProtectedMemberBlocksAShrink() {
        Story story = new Story(Setting.of(3));
        Instant begun = story.now();

        story.happens(
                "m1 and m2 are protected",
                () -> Stream.of("m1", "m2").forEach(it -> story.world.store.wish(story.member(it), false, true)));
        story.scales(1);
        story.goesOn(MINUTE);
        assertThat(story.past.taken(begun)).containsExactly("m3");
        assertThat(story.past.raised(Condition.Type.SHRINK_BLOCKED, begun)).isTrue();
        story.happens("m1 is not protected any more", () -> story.world.store.wish(story.member("m1"), false, false));
        story.settles();

        assertThat(story.past.taken(begun)).containsExactly("m3", "m1");
        story.isToldAs(
                "protected-member",
                "A group is to have one member, and two of its three are protected. The one that is not goes, and another one as soon as its protection ends.");
    }

    @Test
    void aListingIsFalselyEmptyAndLaterTrulySo() {
        Story story = new Story(Setting.of(3));
        Instant begun = story.now();
        List<Machine> machines = Stream.of("m1", "m2", "m3").map(story::machine).toList();

        story.happens("listings show nothing, falsely", () -> story.world.listsNothing = true);
        story.goesOn(Duration.ofSeconds(12));
        story.happens("listings show what there is", () -> story.world.listsNothing = false);
        story.settles();
        assertThat(story.past.taken(begun)).isEmpty();
        assertThat(story.past.raised(Condition.Type.OBSERVATION_SUSPECT, begun)).isTrue();
        story.happens("all machines are gone", () -> machines.forEach(it -> it.vanish(story.now())));
        story.until(it -> !it.converged());
        story.settles();

        assertThat(story.past.taken(begun)).containsExactlyInAnyOrder("m1", "m2", "m3");
        assertThat(story.world.cloud.alive()).hasSize(3);
        story.isToldAs(
                "empty-listing",
                "A listing shows none of three machines that are all there, and nobody is replaced for it. Later they are really gone, which another listing has to confirm.");
    }

    @Test
    void membersAreMadeAnew() {
        Story story = new Story(Setting.of(3));
        Instant begun = story.now();

        story.happens(
                "m1 and m2 are to be made anew",
                () -> Stream.of("m1", "m2").forEach(it -> story.world.store.anew(story.member(it))));
        story.settles();

        assertThat(story.past.taken(begun)).containsExactly("m1", "m2");
        assertThat(story.past.leastServing(begun)).isEqualTo(3);
        story.isToldAs(
                "made-anew",
                "A person wants two of three members to be made anew, though their revision is the right one. They go one after the other, each when another one is ready.");
    }

    @Test
    void aPersonDestroysAMember() {
        Story story = new Story(Setting.of(3));
        Instant begun = story.now();

        story.happens("a person destroys m2", () -> story.world.store.ask(story.member("m2"), Wishes.Kind.DESTROY));
        story.settles();

        assertThat(story.past.taken(begun)).containsExactly("m2");
        assertThat(story.past.made(begun)).containsExactly(1);
        story.isToldAs(
                "destroyed-by-a-person",
                "A person destroys one of three members, and the size stays what it was. Another one is made in its place.");
    }
}
