package dev.drover.observe;

import dev.drover.database.Rows;
import dev.drover.member.ProbeFacts;
import dev.drover.member.ProbedMember;
import dev.drover.provider.Providers;
import dev.drover.spec.GroupName;
import dev.drover.spec.HealthPolicy;
import dev.drover.spec.SpecReader;
import dev.drover.work.DatabaseClock;
import dev.drover.work.Job;
import java.time.Duration;
import java.time.Instant;
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
    /** Processes that one group's probes may be at a time: a thousand starting together would all be too slow. */
    private static final int AT_ONCE = 32;

    private final JdbcClient jdbc;
    private final DatabaseClock clock;
    private final ProbeFacts facts;
    private final Probe probe;
    private final Providers providers;
    /** When this replica asked everybody last. Forgotten at a restart, which only asks once more than needed. */
    private final Map<Long, Instant> rounds = new ConcurrentHashMap<>();

    ProbeGroup(JdbcClient jdbc, DatabaseClock clock, ProbeFacts facts, Probe probe, Providers providers) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.facts = facts;
        this.probe = probe;
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
                        row.getInt("size")))
                .optional()
                .filter(ProbedGroup::isProbed);
    }

    private Instant probe(long group, ProbedGroup probed) {
        HealthPolicy policy = probed.policy();
        Instant now = clock.now();
        Instant last = rounds.getOrDefault(group, Instant.EPOCH);
        boolean everybody = !last.plus(policy.interval()).isAfter(now);
        List<ProbedMember> running = facts.running(group);
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
        HealthPolicy.Check check = Objects.requireNonNull(policy.check());
        boolean costly = check instanceof HealthPolicy.Command;
        if (costly && !acquired(atOnce)) {
            return;
        }
        try {
            Probe.Result result = probe.ask(group, member, check, policy.timeout());
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
