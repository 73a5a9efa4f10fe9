package dev.drover.reconcile;

import dev.drover.database.Rows;
import dev.drover.group.GroupStatus;
import dev.drover.plan.Condition;
import dev.drover.web.Problem;
import dev.drover.web.ProblemType;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Waits until a group is where it is to be, or surely cannot get there. */
@Component
class WaitForGroup {
    /** So long is waited for a pass that is due or under way, whatever the timeout. */
    private static final Duration A_PASS = Duration.ofSeconds(1);

    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final Set<String> LASTING = Arrays.stream(Condition.Type.values())
            .filter(Condition.Type::lasting)
            .map(Condition.Type::text)
            .collect(Collectors.toUnmodifiableSet());

    /** Nobody can ask the provider. */
    private static final Set<String> LOST =
            Set.of(Condition.Type.PROVIDER_MISSING.text(), Condition.Type.HOST_AWAY.text());

    private final JdbcClient jdbc;

    WaitForGroup(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @throws Problem if it was not reached */
    Reached await(String name, @Nullable Long generation, Until until, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        long endOfPass = System.nanoTime() + A_PASS.toNanos();
        Optional<Seen> first = look(name);
        if (first.isEmpty() && until == Until.GONE) {
            return new Reached(name, until.text(), null, null);
        }
        Seen begun = first.orElseThrow(() ->
                new Problem(ProblemType.NOT_FOUND, "there is no group '" + name + "'; GET /v1/groups lists them"));
        Wanted wanted = new Wanted(name, begun.id(), wanted(begun, generation), until);
        for (Optional<Seen> now = first; ; now = look(name)) {
            Optional<Reached> reached = wanted.in(now);
            if (reached.isPresent()) {
                return reached.get();
            }
            boolean passing = now.filter(it -> it.status() == null).isPresent();
            if (System.nanoTime() >= (passing ? Math.max(deadline, endOfPass) : deadline)) {
                throw new Problem(ProblemType.NOT_YET, wanted.notYet(now, timeout));
            }
            Thread.sleep(LOOK_EVERY);
        }
    }

    private static long wanted(Seen group, @Nullable Long generation) {
        if (generation != null && generation > group.generation()) {
            throw new Problem(
                    ProblemType.VALIDATION,
                    "generation " + generation + " was not declared yet: the newest is " + group.generation(),
                    List.of(new Problem.Violation("/generation", "must be at most " + group.generation())));
        }
        return generation == null ? group.generation() : generation;
    }

    private Optional<Seen> look(String name) {
        return jdbc.sql("""
                select g.id, g.state, g.generation,
                       case when %s then s.status end as status
                  from fleet_group g left join group_status s on s.group_id = g.id
                 where g.name = :name and g.state <> 'DELETED'
                """.formatted(Convergence.SEEN))
                .param("name", name)
                .query((row, number) -> new Seen(
                        row.getLong("id"),
                        Objects.requireNonNull(row.getString("state")),
                        row.getLong("generation"),
                        Rows.value(row.getString("status"), GroupStatus.class)))
                .optional();
    }

    /**
     * One look at a group.
     *
     * @param status null until a pass has seen the last command and the last fact: what an earlier one left may be true no longer
     */
    private record Seen(
            long id,
            String state,
            long generation,
            @Nullable GroupStatus status) {
        String ends() {
            return state.equals("RELEASING") ? "released" : "deleted";
        }
    }

    /**
     * What was waited for, and reached.
     *
     * @param status null if the group is gone
     */
    record Reached(
            String name,
            String reached,
            @Nullable Long generation,
            @Nullable GroupStatus status) {}

    /** What can be waited for. */
    enum Until {
        CONVERGED("converged"),
        READY("ready"),
        GONE("gone");

        private final String text;

        Until(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }

        static Until of(String text) {
            return Arrays.stream(values())
                    .filter(it -> it.text.equals(text))
                    .findFirst()
                    .orElseThrow(() -> new Problem(
                            ProblemType.MALFORMED, "'until' must be converged, ready or gone, it is '" + text + "'"));
        }
    }

    private record Wanted(String name, long id, long generation, Until until) {
        Optional<Reached> in(Optional<Seen> now) {
            boolean gone = now.filter(it -> it.id() == id).isEmpty();
            if (until == Until.GONE) {
                return gone ? Optional.of(new Reached(name, until.text(), null, null)) : Optional.empty();
            }
            if (gone) {
                throw new Problem(ProblemType.DELETING, "group " + name + " is gone: it was deleted or released");
            }
            if (!now.get().state().equals("ACTIVE")) {
                throw new Problem(
                        ProblemType.DELETING,
                        "group " + name + " is being " + now.get().ends());
            }
            return in(now.get());
        }

        private Optional<Reached> in(Seen now) {
            if (now.generation() > generation) {
                throw new Problem(
                        ProblemType.SUPERSEDED,
                        "generation " + generation + " was replaced by generation " + now.generation()
                                + ": wait for that one");
            }
            GroupStatus status = now.status();
            if (status == null || status.observedGeneration() < generation) {
                return Optional.empty();
            }
            if (until == Until.CONVERGED ? status.converged() : status.ready()) {
                return Optional.of(new Reached(name, until.text(), generation, status));
            }
            blocked(status);
            return Optional.empty();
        }

        private void blocked(GroupStatus status) {
            status.conditions().stream()
                    .filter(it -> it.status() && (LASTING.contains(it.type()) || pauseBlocks(it) || frozenBlocks(it)))
                    .findFirst()
                    .ifPresent(it -> {
                        boolean rollout = it.type().equals(Condition.Type.ROLLOUT_FAILED.text());
                        throw new Problem(
                                rollout ? ProblemType.ROLLOUT_FAILED : ProblemType.BLOCKED,
                                it.type() + ": " + it.message());
                    });
        }

        /** A group that is paused for something that it does not need gets there all the same. */
        private boolean pauseBlocks(GroupStatus.Condition condition) {
            return condition.type().equals(Condition.Type.PAUSED.text())
                    && (condition.reason().equals(Condition.NEEDED_TO_BE_READY)
                            || (until == Until.CONVERGED && condition.reason().equals(Condition.NEEDED_TO_CONVERGE)));
        }

        private static boolean frozenBlocks(GroupStatus.Condition condition) {
            return condition.type().equals(Condition.Type.FROZEN.text())
                    && condition.reason().equals(Condition.CREATES_WAIT);
        }

        String notYet(Optional<Seen> now, Duration timeout) {
            String why = now.flatMap(it -> Optional.ofNullable(it.status()))
                    .flatMap(it -> it.conditions().stream()
                            .filter(condition -> condition.type().equals("Converged"))
                            .findFirst())
                    .map(it -> ": " + it.message())
                    .orElse("");
            return "group " + name + " is not " + until.text() + " after " + timeout.toSeconds() + " s" + why
                    + now.map(Wanted::lost).orElse("") + "; ask again";
        }

        /** What no patience helps with, though it may end at any time. */
        private static String lost(Seen now) {
            return now.status() == null
                    ? ""
                    : now.status().conditions().stream()
                            .filter(it -> it.status() && LOST.contains(it.type()))
                            .map(it -> "; " + it.type() + ": " + it.message())
                            .collect(Collectors.joining());
        }
    }
}
