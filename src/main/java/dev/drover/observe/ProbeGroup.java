package dev.drover.observe;

import dev.drover.database.Rows;
import dev.drover.member.ProbeFacts;
import dev.drover.member.ProbedMember;
import dev.drover.provider.Providers;
import dev.drover.spec.GroupName;
import dev.drover.spec.GroupSpec;
import dev.drover.spec.HealthPolicy;
import dev.drover.spec.SpecReader;
import dev.drover.work.DatabaseClock;
import dev.drover.work.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Probes the members of one group, all the time. Members that are not healthy are asked every second at first, so that a
 * new one is known to be up as soon as it is.
 */
@Component
class ProbeGroup implements Job {
    private static final Duration EAGER = Duration.ofSeconds(1);
    /** Processes and flavors that one group's probes may use at a time: a thousand at once would all be too slow. */
    private static final int AT_ONCE = 32;

    private static final Probe.Result NO_OPINION =
            new Probe.Result(ProbedMember.Answer.HEALTHY, "the instance is running");

    private final JdbcClient jdbc;
    private final DatabaseClock clock;
    private final ProbeFacts facts;
    private final Probe probe;
    private final Judges judges;
    private final Providers providers;
    /** When this replica asked everybody last. Forgotten at a restart, which only asks once more than needed. */
    private final Map<Long, Instant> rounds = new ConcurrentHashMap<>();

    ProbeGroup(
            JdbcClient jdbc, DatabaseClock clock, ProbeFacts facts, Probe probe, Judges judges, Providers providers) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.facts = facts;
        this.probe = probe;
        this.judges = judges;
        this.providers = providers;
    }

    @Override
    public Name name() {
        return Name.PROBE;
    }

    @Override
    public Optional<Instant> run(String instance) {
        long group = Long.parseLong(instance);
        Optional<ProbedGroup> probed = probed(group);
        if (probed.isEmpty()) {
            rounds.remove(group);
            return Optional.empty();
        }
        return Optional.of(probe(group, probed.get()));
    }

    /** A probe was declared between our reading that there is none and the end of the job. */
    @Override
    public boolean wantedAgain(String instance) {
        return probed(Long.parseLong(instance)).isPresent();
    }

    /** Empty if the group is gone, or declares no probe. */
    private Optional<ProbedGroup> probed(long group) {
        return jdbc.sql("""
                select g.name, d.spec, d.size from fleet_group g
                  join declaration d on d.group_id = g.id and d.generation = g.generation
                 where g.id = :group and g.state <> 'DELETED'
                """)
                .param("group", group)
                .query((row, number) -> new ProbedGroup(
                        SpecReader.read(new GroupName(row.getString("name")), Rows.tree(row.getString("spec"))),
                        row.getInt("size"),
                        judges(group)))
                .optional()
                .filter(ProbedGroup::isProbed);
    }

    /** Of the machine template that is declared, and of those that members still have. */
    private Map<Integer, GroupSpec.Part> judges(long group) {
        Map<Integer, GroupSpec.Part> judges = new HashMap<>();
        jdbc.sql("""
                select r.number, r.flavor from revision r
                 where r.group_id = :group and r.judged
                   and (r.number = (select d.revision from declaration d join fleet_group g
                                        on d.group_id = g.id and d.generation = g.generation
                                     where g.id = :group)
                        or exists(select from member m
                                   where m.group_id = :group and m.revision = r.number and m.state <> 'ENDED'))
                """).param("group", group).query(row -> {
            judges.put(
                    row.getInt("number"), SpecReader.part(Rows.tree(Objects.requireNonNull(row.getString("flavor")))));
        });
        return judges;
    }

    private Instant probe(long group, ProbedGroup probed) {
        HealthPolicy policy = probed.policy();
        Instant now = clock.now();
        Instant last = rounds.getOrDefault(group, Instant.EPOCH);
        boolean everybody = !last.plus(policy.interval()).isAfter(now);
        List<ProbedMember> running =
                facts.running(group).stream().filter(probed::asks).toList();
        List<ProbedMember> members = running.stream().filter(this::isHere).toList();
        ask(probed, members.stream().filter(it -> everybody || !it.healthy()).toList());
        Instant round = everybody ? now : last;
        rounds.put(group, round);
        // Who belongs elsewhere is left to a replica there, which takes the job when it is due.
        boolean eager = members.size() < running.size() || members.stream().anyMatch(it -> !it.healthy());
        Instant regular = round.plus(policy.interval());
        Instant soon = now.plus(EAGER);
        return eager && soon.isBefore(regular) ? soon : regular;
    }

    private boolean isHere(ProbedMember member) {
        return providers.here(member.provider()).isPresent();
    }

    private void ask(ProbedGroup group, List<ProbedMember> members) {
        Semaphore atOnce = new Semaphore(AT_ONCE);
        try (ExecutorService probes = Executors.newVirtualThreadPerTaskExecutor()) {
            members.forEach(it -> probes.execute(() -> ask(group, it, atOnce)));
        }
    }

    private void ask(ProbedGroup group, ProbedMember member, Semaphore atOnce) {
        HealthPolicy policy = group.policy();
        boolean costly = policy.check() instanceof HealthPolicy.Command
                || group.judge(member).isPresent();
        if (costly && !acquired(atOnce)) {
            return;
        }
        try {
            Probe.Result result = opinion(group, member);
            int needed =
                    result.answer() == ProbedMember.Answer.HEALTHY ? policy.healthyAfter() : policy.unhealthyAfter();
            facts.answered(group.spec().name(), member, result.answer(), result.reason(), needed);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (costly) {
                atOnce.release();
            }
        }
    }

    /** The worst of what the group's probe and the member's flavor say; healthy if neither has an opinion. */
    private Probe.Result opinion(ProbedGroup group, ProbedMember member) throws InterruptedException {
        HealthPolicy policy = group.policy();
        Probe.Result result =
                policy.check() == null ? null : probe.ask(group, member, policy.check(), policy.timeout());
        GroupSpec.Part flavor = group.judge(member).orElse(null);
        if (flavor == null || (result != null && result.answer() == ProbedMember.Answer.UNHEALTHY)) {
            return Objects.requireNonNull(result);
        }
        return judges.ask(flavor, group.context(member), member, policy.timeout())
                .map(said -> result == null ? said : said.and(result))
                .orElse(result == null ? NO_OPINION : result);
    }

    private static boolean acquired(Semaphore atOnce) {
        try {
            atOnce.acquire();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
