package dev.drover.history;

import static dev.drover.web.ProblemType.MALFORMED;

import dev.drover.database.Rows;
import dev.drover.spec.MemberId;
import dev.drover.web.Choices;
import dev.drover.web.InstantParameter;
import dev.drover.web.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which events are asked for; what is null or empty restricts nothing.
 *
 * @param group a group's id
 * @param member its group by name, for groups that are deleted had members too
 * @param since the first instant
 * @param until the first instant that is not meant any more
 */
record EventFilter(
        @Nullable Long group,
        Set<String> types,
        @Nullable String actor,
        @Nullable MemberId member,
        @Nullable Instant since,
        @Nullable Instant until) {
    static final List<String> TYPES =
            Arrays.stream(EventType.values()).map(EventType::text).toList();

    private static final Set<String> FREQUENT = Arrays.stream(EventType.values())
            .filter(EventType::ofEveryInstance)
            .map(EventType::text)
            .collect(Collectors.toSet());
    /** Says to the server that the index on rare types holds them all. */
    static final String RARE = FREQUENT.stream().sorted().collect(Collectors.joining("', '", "e.type not in ('", "')"));

    EventFilter {
        types = Set.copyOf(types);
    }

    /** Reads the parameters as they were given. */
    static EventFilter of(
            @Nullable Long group,
            @Nullable List<String> types,
            @Nullable String actor,
            @Nullable String member,
            @Nullable String since,
            @Nullable String until) {
        if (actor != null && actor.indexOf('\0') >= 0) {
            throw new Problem(MALFORMED, "'actor' holds the character 0, which no name can");
        }
        EventFilter filter = new EventFilter(
                group,
                Choices.all("type", types, TYPES),
                actor,
                member(member),
                InstantParameter.read("since", since),
                InstantParameter.read("until", until));
        filter.checkOrder();
        return filter;
    }

    private static @Nullable MemberId member(@Nullable String text) {
        return text == null
                ? null
                : MemberId.parse(text)
                        .orElseThrow(
                                () -> new Problem(MALFORMED, "'member' must be the id of a member, like web-7k3f9q"));
    }

    private void checkOrder() {
        if (since != null && until != null && since.isAfter(until)) {
            throw new Problem(MALFORMED, "'since' must not be after 'until'");
        }
    }

    /** The condition on events {@code e}, with the parameters of {@link #parameters}. */
    String where() {
        List<String> conditions = new ArrayList<>();
        if (group != null) {
            conditions.add("e.group_id = :group");
        }
        if (!types.isEmpty()) {
            conditions.add("e.type in (:types)");
            if (types.stream().noneMatch(FREQUENT::contains)) {
                conditions.add(RARE);
            }
        }
        if (actor != null) {
            conditions.add("e.actor = :actor");
        }
        if (member != null) {
            conditions.add(
                    "e.group_id in (select id from fleet_group where name = :memberGroup) and e.member = :member");
        }
        if (since != null) {
            conditions.add("e.at >= :since");
        }
        if (until != null) {
            conditions.add("e.at < :until");
        }
        return conditions.isEmpty() ? "true" : String.join(" and ", conditions);
    }

    Map<String, Object> parameters() {
        Map<String, Object> parameters = new HashMap<>();
        if (group != null) {
            parameters.put("group", group);
        }
        if (!types.isEmpty()) {
            parameters.put("types", types);
        }
        if (actor != null) {
            parameters.put("actor", actor);
        }
        if (member != null) {
            parameters.put("memberGroup", member.group().value());
            parameters.put("member", member.number());
        }
        if (since != null) {
            parameters.put("since", Rows.timestamp(since));
        }
        if (until != null) {
            parameters.put("until", Rows.timestamp(until));
        }
        return parameters;
    }
}
