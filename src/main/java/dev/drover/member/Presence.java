package dev.drover.member;

import dev.drover.database.Retried;
import dev.drover.history.History;
import dev.drover.provider.spi.Instance;
import dev.drover.work.DatabaseClock;
import dev.drover.work.Wakes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Takes in instances that a provider shows, on a page or pushed: each says something about itself, and nothing of others. */
@Component
class Presence {
    private final JdbcClient jdbc;
    private final Retried transactions;
    private final DifferenceStatements statements;
    private final History history;
    private final Wakes wakes;
    private final DatabaseClock clock;

    Presence(
            JdbcClient jdbc,
            Retried transactions,
            DifferenceStatements statements,
            History history,
            Wakes wakes,
            DatabaseClock clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.statements = statements;
        this.history = history;
        this.wakes = wakes;
        this.clock = clock;
    }

    /**
     * Writes what differs, in one transaction.
     *
     * @param seen when the look at the provider began; null if it is now
     */
    Compared write(String provider, List<Instance> instances, @Nullable Instant seen) {
        return transactions.call(() -> {
            Instant now = clock.now();
            Differences differences = new Differences(seen == null ? now : seen, now);
            Compared compared = compare(locked(provider, instances), instances, differences);
            statements.write(differences);
            history.append(differences.events());
            wakes.wake(differences.groups());
            return compared;
        });
    }

    /** A member is compared once, though several instances carry its token: with its own, or with the first if it has none. */
    private static Compared compare(
            Map<UUID, ListedMember> members, List<Instance> instances, Differences differences) {
        Set<UUID> compared = new HashSet<>();
        List<UUID> shown = new ArrayList<>();
        List<Instance> strangers = new ArrayList<>();
        for (Instance instance : instances) {
            UUID token = Comparison.memberToken(instance.token()).orElse(null);
            ListedMember member = token == null ? null : members.get(token);
            if (member == null || !member.mayBe(instance.id())) {
                strangers.add(instance);
            } else if (compared.add(member.token())) {
                differences.present(member, instance);
                if (member.id() != null) {
                    shown.add(member.token());
                }
            }
        }
        return new Compared(shown, strangers);
    }

    /**
     * What became of the instances.
     *
     * @param shown the tokens of the bound members whose own instance is among them
     * @param strangers those that are no living member's, or carry the token of one that has another instance
     */
    record Compared(List<UUID> shown, List<Instance> strangers) {}

    /** Locked, so that what is compared is what is written over; in an order in which others lock them too. */
    private Map<UUID, ListedMember> locked(String provider, List<Instance> instances) {
        UUID[] tokens = instances.stream()
                .flatMap(it -> Comparison.memberToken(it.token()).stream())
                .distinct()
                .toArray(UUID[]::new);
        if (tokens.length == 0) {
            return Map.of();
        }
        Map<UUID, ListedMember> members = new HashMap<>();
        jdbc.sql(ListedMember.SELECT)
                .param("provider", provider)
                .param("tokens", tokens)
                .query((row, number) -> ListedMember.of(row))
                .list()
                .forEach(it -> members.put(it.token(), it));
        return members;
    }
}
