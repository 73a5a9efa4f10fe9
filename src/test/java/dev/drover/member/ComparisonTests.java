package dev.drover.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.StoreTest;
import dev.drover.StoredFleet;
import dev.drover.StoredGroups;
import dev.drover.database.Rows;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.Phase;
import dev.drover.provider.spi.ProviderId;
import dev.drover.provider.spi.Token;
import dev.drover.work.DatabaseClock;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a listing changes in the member rows, and what it leaves alone. */
@StoreTest
@Import(StoredFleet.class)
class ComparisonTests {
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    @Autowired
    ListingFacts facts;

    @Autowired
    Pictures pictures;

    @Autowired
    StoredGroups groups;

    @Autowired
    StoredFleet fleet;

    @Autowired
    DatabaseClock clock;

    @Autowired
    JdbcClient jdbc;

    private String provider = "";
    private long group;
    private List<Instance> instances = List.of();

    @BeforeEach
    void fourMembers() {
        provider = groups.provider();
        group = fleet.settled(provider, 1, 4).getFirst();
        instances = fleet.instances(provider);
        listed(instances);
        jdbc.sql("delete from wake").update();
    }

    @Test
    void nothingIsWrittenWhileAllIsAsItWas() {
        String before = fleet.versions();

        listed(instances);

        assertThat(fleet.versions()).isEqualTo(before);
        assertThat(woken()).isEmpty();
    }

    @Test
    void aListingProvesAbsenceOnlyWhenItIsWhole() {
        Comparison comparison = begin();
        comparison.page(instances.subList(0, 3));
        assertThat(missing()).isZero();

        comparison.whole();

        assertThat(missing()).isOne();
        assertThat(woken()).containsExactly(group);
        assertThat(events("InstanceMissing")).isOne();
    }

    @Test
    void anInstanceThatIsListedAsGoneIsNotShown() {
        listed(with(0, Phase.GONE));

        assertThat(missing()).isOne();
        assertThat(events("InstanceMissing")).isOne();
    }

    @Test
    void aMissingInstanceThatIsListedAgainIsMissingNoMore() {
        listed(instances.subList(0, 3));
        listed(instances);

        assertThat(missing()).isZero();
        assertThat(events("InstanceFoundAgain")).isOne();
    }

    @Test
    void aMissingInstanceGoesMissingOnce() {
        listed(instances.subList(0, 3));
        Instant since = groups.instant("select max(missing_since) from member where group_id = :group", group);
        listed(instances.subList(0, 3));

        assertThat(groups.instant("select max(missing_since) from member where group_id = :group", group))
                .isEqualTo(since);
        assertThat(events("InstanceMissing")).isOne();
    }

    @Test
    void anotherInstanceWithTheSameTokenNeitherHidesNorReplacesTheBoundOne() {
        String before = fleet.versions();
        Comparison comparison = begin();
        comparison.page(List.of(other(instances.getFirst(), "copy"), instances.getFirst()));
        comparison.page(List.of(instances.get(1), other(instances.get(1), "another copy")));
        comparison.page(List.of(other(instances.get(2), "third")));
        comparison.page(List.of(instances.get(2), instances.get(3)));
        comparison.whole();
        assertThat(fleet.versions()).isEqualTo(before);

        List<Instance> replaced = new ArrayList<>(instances);
        replaced.set(0, other(instances.getFirst(), "copy"));
        listed(replaced);
        assertThat(missing()).isOne();
    }

    @Test
    void aMemberThatWasBoundAfterTheListingBeganNeedNotBeInIt() {
        Comparison comparison = begin();
        jdbc.sql("update member set bound_at = :now where group_id = :group and number = 0")
                .param("group", group)
                .param("now", Rows.timestamp(clock.now()))
                .update();
        comparison.whole();
        assertThat(missing()).isEqualTo(3);
    }

    @Test
    void aMemberWhoseCreateIsInDoubtLearnsWhatCarriesItsToken() {
        unbind(0);
        doubt(0);
        Instance found = instances.getFirst();
        Instance gone = phase(other(found, "old"), Phase.GONE);

        listed(List.of(gone, found, other(found, "second"), instances.get(1), instances.get(2), instances.get(3)));
        listed(instances);

        assertThat(groups.text(
                        "select found->'id'->>'value' from member where group_id = :group and number = 0", group))
                .isEqualTo(found.id().value());
        assertThat(missing()).isZero();
        assertThat(woken()).containsExactly(group);
    }

    /** Its outcome is on its way, and tells more. */
    @Test
    void aMemberWhoseCreateMayStillBeAnsweredLearnsNothing() {
        unbind(0);
        called(0, Duration.ofSeconds(30));

        begin().page(instances);

        assertThat(found()).isZero();
        assertThat(woken()).isEmpty();
    }

    /** The pass that takes note of the deadline may come after the listing, and what that did not show proves something. */
    @Test
    void aListingThatBeganAfterTheDeadlineTellsThoughNobodyHasNotedThatItPassed() {
        unbind(0);
        called(0, Duration.ZERO);

        begin().page(instances);

        assertThat(found()).isOne();
    }

    /** An adapter that swallows what its listener throws ends normally all the same. */
    @Test
    void aListingOfWhichAPageWasNotTakenInProvesNoAbsence() {
        Comparison comparison = begin();
        assertThatThrownBy(() -> comparison.page(new AbstractList<>() {
                    @Override
                    public Instance get(int index) {
                        throw new IllegalStateException("the page is lost");
                    }

                    @Override
                    public int size() {
                        return 1;
                    }
                }))
                .hasMessage("the page is lost");
        comparison.page(List.of());

        assertThatThrownBy(comparison::whole).hasMessageContaining("was not taken in");

        assertThat(missing()).isZero();
    }

    @Test
    void membersThatWereToldToLeaveDuringAListingAreNotSuspiciouslyMissing() {
        Comparison comparison = begin();
        comparison.page(List.of());
        jdbc.sql("""
                update member set state = 'LEAVING', leaving_since = now(), leaving_why = 'DELETED' where group_id = :group
                """).param("group", group).update();
        comparison.whole();
        assertThat(missing()).isEqualTo(4);
        assertThat(suspect()).isFalse();

        jdbc.sql("update member set state = 'RUNNING', missing_since = null where group_id = :group")
                .param("group", group)
                .update();
        listed(List.of());
        assertThat(suspect()).isTrue();
    }

    private void called(int number, Duration until) {
        jdbc.sql("""
                update action set state = 'CALLED', called_at = :now, deadline = :deadline
                 where group_id = :group and member = :number and kind = 'PROVISION'
                """)
                .param("now", Rows.timestamp(clock.now()))
                .param("deadline", Rows.timestamp(clock.now().plus(until)))
                .param("group", group)
                .param("number", number)
                .update();
    }

    private boolean suspect() {
        return jdbc.sql("select all_missing_since is not null from observation where provider = :provider")
                .param("provider", provider)
                .query(Boolean.class)
                .single();
    }

    private long found() {
        return groups.count("member where group_id = :group and found is not null", group);
    }

    private void doubt(int number) {
        jdbc.sql("update action set state = 'UNKNOWN' where group_id = :group and member = :number")
                .param("group", group)
                .param("number", number)
                .update();
    }

    @Test
    void aPhaseThatIsNewerThanTheListingStands() {
        Listing listing = new Listing(provider, clock.now(), INTERVAL, Duration.ZERO);
        facts.changed(provider, phase(instances.getFirst(), Phase.STOPPED));
        Comparison comparison = facts.compare(listing, it -> {});
        comparison.page(instances);
        comparison.whole();
        assertThat(phases()).isEqualTo("STOPPED,RUNNING,RUNNING,RUNNING");

        listed(instances);

        assertThat(phases()).isEqualTo("RUNNING,RUNNING,RUNNING,RUNNING");
        assertThat(events("InstanceStopped")).isOne();
        assertThat(events("InstanceStarted")).isOne();
    }

    @Test
    void whatIsPushedTwiceIsWrittenOnce() {
        facts.changed(provider, phase(instances.getFirst(), Phase.GONE));
        facts.changed(provider, phase(instances.getFirst(), Phase.GONE));

        assertThat(phases()).isEqualTo("GONE,RUNNING,RUNNING,RUNNING");
        assertThat(events("InstanceMissing")).isOne();
        assertThat(woken()).containsExactly(group);
    }

    @Test
    void addressesAndPortsAreWrittenWhenTheyChangeHoweverTheyAreSpelt() {
        Instance before = instances.getFirst();
        List<Instance> changed = new ArrayList<>(instances);
        changed.set(
                0,
                new Instance(
                        before.id(),
                        before.token(),
                        before.labels(),
                        before.phase(),
                        List.of("höst", "quo\"ted\\", "plain", "10.0.0.1"),
                        Map.of("http", 80, "a", 1, "longer", 3, "b", 2),
                        null));
        listed(changed);
        assertThat(groups.text(
                        "select addresses->>1 || (ports->>'longer') from member where group_id = :group and number = 0",
                        group))
                .isEqualTo("quo\"ted\\3");
        String after = fleet.versions();

        listed(changed);

        assertThat(fleet.versions()).isEqualTo(after);
    }

    @Test
    void whatIsAsItWasIsToldFromItsFingerprintAlone() {
        Instance before = instances.getFirst();
        Instance changed = new Instance(
                before.id(),
                before.token(),
                before.labels(),
                before.phase(),
                List.of("höst", "10.0.0.1"),
                Map.of("http", 80, "a", 1, "longer", 3, "b", 2),
                null);
        assertThat(differs(before)).isFalse();
        assertThat(differs(changed)).isTrue();

        begin().page(List.of(changed));

        assertThat(differs(changed)).isFalse();
        assertThat(differs(before)).isTrue();
        assertThat(differs(phase(changed, Phase.STOPPED))).isTrue();
        assertThat(differs(other(changed, "copy"))).isTrue();
    }

    private boolean differs(Instance instance) {
        return pictures.of(new Listing(provider, clock.now(), INTERVAL, Duration.ZERO))
                .differs(Comparison.memberToken(instance.token()).orElseThrow(), Fingerprint.told(instance));
    }

    @Test
    void manyDifferencesOnOnePageAreAllWritten() {
        String crowded = groups.provider();
        List<Long> all = fleet.settled(crowded, 2, 700);
        Comparison comparison = begin(crowded);
        comparison.page(fleet.instances(crowded).stream()
                .map(it -> phase(it, Phase.STOPPED))
                .toList());
        comparison.whole();

        for (long it : all) {
            assertThat(groups.count("member where group_id = :group and phase = 'STOPPED'", it))
                    .isEqualTo(700);
            assertThat(groups.count("event where group_id = :group and type = 'InstanceStopped'", it))
                    .isEqualTo(700);
            assertThat(groups.count("member where group_id = :group and missing_since is not null", it))
                    .isZero();
        }
    }

    @Test
    void aListingThatShowsNothingIsRememberedAsThat() {
        listed(List.of());
        assertThat(missing()).isEqualTo(4);
        assertThat(observation("all_missing_since is not null")).isTrue();

        listed(instances.subList(0, 1));
        assertThat(observation("all_missing_since is null")).isTrue();
    }

    @Test
    void tokensThatAreNoneOfOursAreLeftAlone() {
        String before = fleet.versions();
        List<Instance> all = new ArrayList<>(instances);
        for (String token :
                List.of("", "x", "not-a-token-but-as-long-as-one-of-us", "00000000-0000-0000-0000-000000000001")) {
            all.add(new Instance(
                    new ProviderId("i-" + token),
                    new Token(token + "?"),
                    Map.of(),
                    Phase.RUNNING,
                    List.of(),
                    Map.of(),
                    null));
        }
        all.add(new Instance(new ProviderId("bare"), null, Map.of(), Phase.RUNNING, List.of(), Map.of(), null));
        listed(all);

        assertThat(fleet.versions()).isEqualTo(before);
    }

    @Test
    void groupsAreToldOnceThatTheirListingIsTooOldAndOnceThatThereIsAnotherOne() {
        failed();
        clock.step(INTERVAL.multipliedBy(2));
        failed();
        assertThat(woken()).isEmpty();

        clock.step(INTERVAL);
        failed();
        assertThat(woken()).containsExactly(group);
        failed();
        assertThat(woken()).isEmpty();

        listed(instances);
        assertThat(woken()).containsExactly(group);
        listed(instances);
        assertThat(woken()).isEmpty();
    }

    @Test
    void whoeverSawAListingTooOldWhileTheNextOneRanIsTold() {
        clock.step(INTERVAL.multipliedBy(2));
        Comparison comparison = begin();
        comparison.page(instances);
        clock.step(INTERVAL);
        comparison.whole();

        assertThat(woken()).containsExactly(group);
    }

    private Comparison begin() {
        return begin(provider);
    }

    private Comparison begin(String of) {
        return facts.compare(new Listing(of, clock.now(), INTERVAL, Duration.ZERO), it -> {});
    }

    private void listed(List<Instance> shown) {
        Comparison comparison = begin();
        comparison.page(shown);
        comparison.whole();
    }

    private void failed() {
        facts.failed(new Listing(provider, clock.now(), INTERVAL, Duration.ZERO), "no");
    }

    private List<Instance> with(int index, Phase phase) {
        List<Instance> changed = new ArrayList<>(instances);
        changed.set(index, phase(changed.get(index), phase));
        return changed;
    }

    private static Instance phase(Instance it, Phase phase) {
        return new Instance(it.id(), it.token(), it.labels(), phase, it.addresses(), it.ports(), null);
    }

    private static Instance other(Instance it, String id) {
        return new Instance(new ProviderId(id), it.token(), it.labels(), it.phase(), it.addresses(), it.ports(), null);
    }

    private void unbind(int number) {
        jdbc.sql("""
                update member set state = 'CREATING', provider_id = null, bound_at = null, phase = null, phase_since = null
                 where group_id = :group and number = :number
                """).param("group", group).param("number", number).update();
    }

    private long missing() {
        return groups.count("member where group_id = :group and missing_since is not null", group);
    }

    private long events(String type) {
        return groups.count("event where group_id = :group and type = '" + type + "'", group);
    }

    private String phases() {
        return groups.text("select string_agg(phase, ',' order by number) from member where group_id = :group", group);
    }

    private boolean observation(String holds) {
        return jdbc.sql("select exists (select from observation where provider = :provider and " + holds + ")")
                .param("provider", provider)
                .query(Boolean.class)
                .single();
    }

    /** The groups that were woken since this was asked last. */
    private List<Long> woken() {
        return jdbc.sql("with w as (delete from wake returning group_id) select distinct group_id from w")
                .query(Long.class)
                .list();
    }
}
