package dev.drover.group;

import static dev.drover.web.ProblemType.GONE;
import static dev.drover.web.ProblemType.MALFORMED;

import dev.drover.database.Rows;
import dev.drover.history.RetentionSettings;
import dev.drover.spec.GroupName;
import dev.drover.spec.GroupSpec;
import dev.drover.spec.SpecReader;
import dev.drover.spec.SpecWriter;
import dev.drover.web.InstantParameter;
import dev.drover.web.Problem;
import dev.drover.web.Provenance;
import dev.drover.work.DatabaseClock;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** Tells how a group was at an instant, from declarations and history. What it reads is all of one moment. */
@Component
class PastGroup {
    private final JdbcClient jdbc;
    private final DatabaseClock clock;
    private final RetentionSettings retention;
    private final PastLives lives;
    private final PastEnds ends;
    private final PastPauses pauses;
    private final PastConditions conditions;
    private final PastRollout rollouts;
    private final PastMembers members;
    private final TransactionTemplate snapshot;

    PastGroup(
            JdbcClient jdbc,
            DatabaseClock clock,
            RetentionSettings retention,
            PastLives lives,
            PastEnds ends,
            PastPauses pauses,
            PastConditions conditions,
            PastRollout rollouts,
            PastMembers members,
            PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.retention = retention;
        this.lives = lives;
        this.ends = ends;
        this.pauses = pauses;
        this.conditions = conditions;
        this.rollouts = rollouts;
        this.members = members;
        this.snapshot = new TransactionTemplate(transactions);
        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        snapshot.setReadOnly(true);
    }

    /**
     * The group of this name that lived at this instant, deleted since or not.
     *
     * @throws Problem if there was none, if the instant is none, has not come yet, or lies before what is kept
     */
    PastGroupView view(GroupName name, String instant) {
        Instant at = Objects.requireNonNull(InstantParameter.read("at", instant));
        return Objects.requireNonNull(snapshot.execute(transaction -> view(name, at)));
    }

    private PastGroupView view(GroupName name, Instant at) {
        Instant now = clock.now();
        if (at.isAfter(now)) {
            throw new Problem(MALFORMED, "'at' is in the future: it is " + now + " now, and " + at + " was asked for");
        }
        PastLives.Life life = lives.at(name, at);
        Instant first = now.minus(retention.history());
        if (at.isBefore(first)) {
            throw new Problem(GONE, "history begins at " + first + ": ask for a later instant");
        }
        return view(name, at, life, declared(life.id(), at));
    }

    private PastGroupView view(GroupName name, Instant at, PastLives.Life life, Declared declared) {
        GroupSpec spec = SpecReader.read(name, declared.spec());
        boolean probes = spec.health() != null && spec.health().probes();
        List<String> untold = new ArrayList<>();
        return new PastGroupView(
                name.value(),
                at,
                ends.state(life, at).name().toLowerCase(Locale.ROOT),
                life.createdAt(),
                pauses.at(life, at, untold),
                declared.generation(),
                declared.size(),
                declared.revision(),
                declared.actor(),
                declared.at(),
                declared.provenance(),
                SpecWriter.write(spec),
                rollouts.at(life.id(), at, untold),
                conditions.at(life, at, untold),
                members.at(name, life.id(), at, probes),
                untold);
    }

    private Declared declared(long group, Instant at) {
        return jdbc.sql("""
                select * from declaration where group_id = :group and declared_at <= :at
                 order by generation desc limit 1
                """)
                .param("group", group)
                .param("at", Rows.timestamp(at))
                .query((row, number) -> Declared.of(row))
                .single();
    }

    private record Declared(
            long generation,
            int size,
            int revision,
            String actor,
            Instant at,
            @Nullable Provenance provenance,
            JsonNode spec) {
        static Declared of(ResultSet row) throws SQLException {
            return new Declared(
                    row.getLong("generation"),
                    row.getInt("size"),
                    row.getInt("revision"),
                    row.getString("actor"),
                    Objects.requireNonNull(Rows.instant(row, "declared_at")),
                    Rows.value(row.getString("provenance"), Provenance.class),
                    Rows.tree(Objects.requireNonNull(row.getString("spec"))));
        }
    }
}
