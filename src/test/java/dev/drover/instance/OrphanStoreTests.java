package dev.drover.instance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.StoreTest;
import dev.drover.StoredFleet;
import dev.drover.StoredGroups;
import dev.drover.database.Rows;
import dev.drover.member.Comparison;
import dev.drover.member.Listing;
import dev.drover.member.ListingFacts;
import dev.drover.provider.CallSettings;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.InstanceProvider.Destroyed;
import dev.drover.provider.spi.Labels;
import dev.drover.provider.spi.Phase;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.provider.spi.ProviderId;
import dev.drover.provider.spi.Token;
import dev.drover.work.DatabaseClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** What listings write of machines that are no living member's, and when their destroys may be called. */
@StoreTest
@Import(StoredFleet.class)
class OrphanStoreTests {
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final Duration WINDOW = Duration.ofSeconds(5);

    @Autowired
    ListingFacts facts;

    @Autowired
    Orphans orphans;

    @Autowired
    OrphanJournal journal;

    @Autowired
    OrphanRows rows;

    @Autowired
    CallSettings settings;

    @Autowired
    InstanceLocks locks;

    @Autowired
    StoredGroups groups;

    @Autowired
    StoredFleet fleet;

    @Autowired
    DatabaseClock clock;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionOperations transactions;

    private String provider = "";
    private long group;
    private List<Instance> members = List.of();

    @BeforeEach
    void twoMembers() {
        provider = groups.provider();
        group = fleet.settled(provider, 1, 2).getFirst();
        members = fleet.instances(provider);
        listed();
    }

    @Test
    void whatIsKnownAlreadyIsNotWrittenAgain() {
        Instance stranger = stranger("stranger", UUID.randomUUID());
        Instance released = tombstone("released", "RELEASED");
        listed(stranger, released);
        assertThat(rows.of(provider)).extracting(Orphan::id).containsExactly("stranger");
        String before = versions();

        listed(stranger, released);
        listed(stranger, released);

        assertThat(versions()).isEqualTo(before);
    }

    @Test
    void whatCarriesAnotherOwnersLabelIsNobodysBusinessWhateverTheProviderFilters() {
        Instance late = tombstone("late", "ENDED");
        listed(new Instance(
                late.id(), late.token(), Map.of(Labels.OWNER, "other"), late.phase(), List.of(), Map.of(), null));
        assertThat(rows.of(provider)).isEmpty();
    }

    @Test
    void oneThatCannotBeStoredCostsNoListing() {
        Instance late = tombstone("late", "ENDED");
        Map<String, String> labels = Map.of(Labels.OWNER, "test", Labels.GROUP, "a\0b");
        Token token = new Token(UUID.randomUUID().toString());
        listed(
                new Instance(new ProviderId("nul\0"), token, labels, Phase.RUNNING, List.of(), Map.of(), null),
                new Instance(new ProviderId("x".repeat(9000)), token, labels, Phase.RUNNING, List.of(), Map.of(), null),
                new Instance(new ProviderId("odd"), token, labels, Phase.RUNNING, List.of(), Map.of(), null),
                late);
        assertThat(rows.of(provider)).extracting(Orphan::id).containsExactlyInAnyOrder("odd", "late");
    }

    @Test
    void whatIsFoundFencesItsGroupAndWakesIt() {
        long fence = fence();
        jdbc.sql("delete from wake").update();

        listed(tombstone("late", "NEVER_CREATED"));

        assertThat(fence()).isGreaterThan(fence);
        assertThat(groups.count("wake where group_id = :group", group)).isOne();
        assertThat(rows.of(provider)).singleElement().satisfies(it -> {
            assertThat(it.state()).isEqualTo(Orphan.State.PLANNED);
            assertThat(it.suspicion().what()).isEqualTo(Suspicion.What.NEVER_CREATED);
            assertThat(it.suspicion().group()).isEqualTo(group);
        });
    }

    @Test
    void aGroupThatIsGoneIsNotWokenForWhatItsMembersLeaveBehind() {
        Instance late = tombstone("late", "ENDED");
        jdbc.sql("update fleet_group set state = 'DELETED' where id = :group")
                .param("group", group)
                .update();
        jdbc.sql("delete from wake").update();
        listed(late);
        journal.close(claim().getFirst(), new Outcome.Destroyed(Destroyed.ACCEPTED));
        clock.step(WINDOW);
        listed();

        assertThat(rows.of(provider)).isEmpty();
        assertThat(groups.count("wake where group_id = :group", group)).isZero();
    }

    @Test
    void aTokenThatAMemberGotWhileTheListingRanIsNoOrphans() {
        UUID token = UUID.randomUUID();
        Strangers strangers = begin();
        Comparison comparison = facts.compare(listing(), strangers::page);
        member(token, null);

        comparison.page(List.of(stranger("new", token)));

        assertThat(rows.of(provider)).isEmpty();
    }

    @Test
    void aCreateThatMayStillBeUnderWayIsWaitedFor() {
        Instance late = tombstone("late", "NEVER_CREATED");
        jdbc.sql("update action set deadline = :later where group_id = :group")
                .param("later", Rows.timestamp(clock.now().plusSeconds(20)))
                .param("group", group)
                .update();
        listed(late);
        assertThat(rows.of(provider)).isEmpty();

        clock.step(Duration.ofSeconds(21));
        listed(late);
        assertThat(rows.of(provider)).hasSize(1);
    }

    @Test
    void aSecondMachineWithAMembersTokenIsItsCopyOnlyWhenTheMemberHasAnother() {
        UUID token = UUID.randomUUID();
        member(token, null);
        listed(stranger("one", token), stranger("two", token));
        assertThat(rows.of(provider)).isEmpty();

        jdbc.sql("delete from member where token = :token")
                .param("token", token)
                .update();
        Instance copy = new Instance(
                new ProviderId("copy"),
                members.getFirst().token(),
                members.getFirst().labels(),
                Phase.RUNNING,
                List.of(),
                Map.of(),
                null);
        listed(copy);
        assertThat(rows.of(provider)).singleElement().satisfies(it -> {
            assertThat(it.id()).isEqualTo("copy");
            assertThat(it.suspicion().what()).isEqualTo(Suspicion.What.DUPLICATE);
        });
    }

    @Test
    void onlyAWholeListingThatBeganAWindowLaterForgetsOne() {
        Instance late = tombstone("late", "ENDED");
        listed(late);
        clock.step(WINDOW.minusSeconds(2));
        listed();
        assertThat(rows.of(provider)).hasSize(1);

        clock.step(Duration.ofSeconds(3));
        Comparison comparison = facts.compare(listing(), begin()::page);
        comparison.page(members);
        assertThat(rows.of(provider)).hasSize(1);

        listed();
        assertThat(rows.of(provider)).isEmpty();
        assertThat(events("OrphanGone")).isOne();
    }

    @Test
    void aListingThatShowsNothingAtAllHasToBeConfirmed() {
        listed(tombstone("late", "ENDED"));
        clock.step(WINDOW);
        listed(List.of());
        listed(List.of());
        assertThat(rows.of(provider)).hasSize(1);

        clock.step(INTERVAL.plus(WINDOW));
        listed(List.of());
        assertThat(rows.of(provider)).isEmpty();
    }

    @Test
    void oneThatIsSeenAgainHasNotBeenLacked() {
        Instance late = tombstone("late", "ENDED");
        listed(late);
        clock.step(WINDOW);
        listed(List.of());
        listed(late);
        clock.step(INTERVAL.plus(WINDOW));
        listed(List.of());
        assertThat(rows.of(provider)).hasSize(1);
    }

    @Test
    void whatWasReleasedOrAdoptedMeanwhileIsNotCalled() {
        listed(tombstone("released-later", "ENDED"), tombstone("adopted-later", "ENDED"));
        Orphan released = orphan("released-later");
        jdbc.sql("update tombstone set what = 'RELEASED' where token = :token::uuid")
                .param("token", released.token())
                .update();
        member(UUID.fromString(orphan("adopted-later").token()), "adopted-later");

        assertThat(claim()).isEmpty();
    }

    @Test
    void anIdThatALivingMemberHasIsNotCalledWithAnotherToken() {
        String id = members.getFirst().id().value();
        listed(List.of(members.getLast(), tombstone(id, "ENDED")));
        assertThat(orphan(id).state()).isEqualTo(Orphan.State.PLANNED);

        assertThat(claim()).isEmpty();

        jdbc.sql("update member set provider_id = 'another' where provider_id = :id")
                .param("id", id)
                .update();
        clock.step(Duration.ofSeconds(11));
        assertThat(claim()).extracting(Orphan::id).containsExactly(id);
    }

    @Test
    void whoDestroysWaitsForWhoAdopts() throws Exception {
        Instance late = tombstone("late", "ENDED");
        listed(late);
        CompletableFuture<List<Orphan>> claiming = new CompletableFuture<>();
        transactions.executeWithoutResult(transaction -> {
            locks.lock(provider, List.of("late"), List.of());
            Thread.ofVirtual().start(() -> claiming.complete(claim()));
            Assertions.assertThatThrownBy(() -> claiming.get(300, TimeUnit.MILLISECONDS))
                    .isInstanceOf(TimeoutException.class);
            jdbc.sql("update tombstone set what = 'RELEASED' where token = :token::uuid")
                    .param("token", String.valueOf(late.token()))
                    .update();
        });

        assertThat(claiming.get(10, TimeUnit.SECONDS)).isEmpty();
    }

    @Test
    void twoWhoClaimCallOnce() {
        listed(tombstone("late", "ENDED"));
        assertThat(claim()).hasSize(1);
        assertThat(claim()).isEmpty();
    }

    @Test
    void anAnswerCountsForItsOwnAttemptAndAnOverdueOneIsGivenUp() {
        listed(tombstone("late", "ENDED"));
        Orphan first = claim().getFirst();
        clock.step(settings.timeout().plusSeconds(1));
        journal.expire(provider);
        assertThat(orphan("late").state()).isEqualTo(Orphan.State.UNKNOWN);
        clock.step(Duration.ofSeconds(11));
        Orphan second = claim().getFirst();
        assertThat(second.attempts()).isEqualTo(2);

        journal.close(first, new Outcome.Failed(ProviderFailure.Kind.REJECTED, "no", null));
        assertThat(orphan("late").state()).isEqualTo(Orphan.State.CALLED);
        journal.close(second, new Outcome.Destroyed(Destroyed.ACCEPTED));
        journal.close(second, new Outcome.Destroyed(Destroyed.ACCEPTED));
        assertThat(orphan("late").state()).isEqualTo(Orphan.State.DONE);
        assertThat(events("OrphanDestroyed")).isOne();
        assertThat(events("OutcomeUnknown")).isOne();
    }

    @Test
    void aDestroyThatALaterListingDisprovesIsCalledAgain() {
        Instance late = tombstone("late", "ENDED");
        listed(late);
        journal.close(claim().getFirst(), new Outcome.Destroyed(Destroyed.ACCEPTED));
        listed(late);
        assertThat(orphan("late").state()).isEqualTo(Orphan.State.DONE);

        clock.step(WINDOW);
        listed(late);
        assertThat(orphan("late").state()).isEqualTo(Orphan.State.PLANNED);
        assertThat(claim()).isEmpty(); // it has to wait
        clock.step(Duration.ofSeconds(11));
        assertThat(claim()).hasSize(1);
    }

    @Test
    void aRowIsWrittenAnewOnlyIfAllOfItsLabelsFit() {
        groups.resize(group, provider, 4);
        String name = groups.text("select name from fleet_group where id = :group", group);
        List<Instance> unfit = new ArrayList<>();
        unfit.add(labelled("no-member", name, null, "1"));
        unfit.add(labelled("other-group", name, "other-000007", "1"));
        unfit.add(labelled("taken", name, name + "-000001", "1"));
        unfit.add(labelled("no-revision", name, name + "-000008", "9"));
        unfit.add(labelled("no-number", name, name + "-000009", "one"));
        listed(unfit.toArray(Instance[]::new));
        assertThat(rows.of(provider))
                .hasSize(5)
                .allSatisfy(it -> assertThat(it.state()).isEqualTo(Orphan.State.QUARANTINED));

        Instance[] fit = {
            labelled("fit-1", name, name + "-00000a", "1"),
            labelled("fit-2", name, name + "-00000b", "1"),
            labelled("fit-3", name, name + "-00000c", "1")
        };
        listed(fit);
        assertThat(groups.count("member where group_id = :group and state = 'RUNNING'", group))
                .isEqualTo(4);
        assertThat(groups.count("action where group_id = :group and why = 'REBUILT' and state = 'DONE'", group))
                .isEqualTo(2);
        assertThat(events("MemberRebuilt")).isEqualTo(2);
        assertThat(orphan("fit-3").state()).isEqualTo(Orphan.State.QUARANTINED); // the group lacks no more than two
    }

    private Listing listing() {
        return new Listing(provider, clock.now(), INTERVAL, WINDOW);
    }

    private Strangers begin() {
        return orphans.look(listing());
    }

    private void listed(Instance... more) {
        List<Instance> all = new ArrayList<>(members);
        all.addAll(List.of(more));
        listed(all);
    }

    private void listed(List<Instance> all) {
        Listing listing = listing();
        Strangers strangers = orphans.look(listing);
        Comparison comparison = facts.compare(listing, strangers::page);
        comparison.page(all);
        strangers.whole(comparison.whole());
    }

    private List<Orphan> claim() {
        return journal.claim(provider, 10, clock.now(), null);
    }

    private Orphan orphan(String id) {
        return rows.of(provider).stream()
                .filter(it -> it.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private Instance stranger(String id, UUID token) {
        return new Instance(
                new ProviderId(id),
                new Token(token.toString()),
                Map.of(Labels.OWNER, "test"),
                Phase.RUNNING,
                List.of(),
                Map.of(),
                null);
    }

    private static Instance labelled(String id, String group, @Nullable String member, String revision) {
        String token = UUID.randomUUID().toString();
        Map<String, String> labels = new HashMap<>(
                Map.of(Labels.OWNER, "test", Labels.GROUP, group, Labels.TOKEN, token, Labels.REVISION, revision));
        if (member != null) {
            labels.put(Labels.MEMBER, member);
        }
        return new Instance(new ProviderId(id), new Token(token), labels, Phase.RUNNING, List.of(), Map.of(), null);
    }

    /** An instance whose token is remembered in this way, as that of the group's first member. */
    private Instance tombstone(String id, String what) {
        UUID token = UUID.randomUUID();
        jdbc.sql("insert into tombstone (token, group_id, member, what, at) values (:token, :group, 0, :what, :now)")
                .param("token", token)
                .param("group", group)
                .param("what", what)
                .param("now", Rows.timestamp(clock.now()))
                .update();
        return stranger(id, token);
    }

    private void member(UUID token, @Nullable String id) {
        jdbc.sql("""
                insert into member (group_id, number, member_index, revision, provider, state, token, created_at,
                                    created_because, provider_id, bound_at, phase, phase_since)
                select :group, 77, 77, 1, :provider, case when :id::text is null then 'CREATING' else 'RUNNING' end, :token, :now, '',
                       :id, case when :id::text is not null then :now::timestamptz end,
                       case when :id::text is not null then 'RUNNING' end, case when :id::text is not null then :now::timestamptz end
                """)
                .param("group", group)
                .param("provider", provider)
                .param("token", token)
                .param("id", id)
                .param("now", Rows.timestamp(clock.now()))
                .update();
    }

    private long fence() {
        return Long.parseLong(groups.text("select fence::text from fleet_group where id = :group", group));
    }

    private String versions() {
        return fleet.versions()
                + jdbc.sql("select md5(string_agg(ctid::text || xmin, ',' order by ctid)) from orphan")
                        .query(String.class)
                        .single();
    }

    private long events(String type) {
        return groups.count("event where group_id = :group and type = '" + type + "'", group);
    }
}
