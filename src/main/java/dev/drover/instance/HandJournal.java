package dev.drover.instance;

import dev.drover.database.Rows;
import dev.drover.history.Event;
import dev.drover.history.EventType;
import dev.drover.history.History;
import dev.drover.instance.CallByHand.State;
import dev.drover.member.Members;
import dev.drover.provider.ConfiguredProvider;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.ProvisionRequest;
import dev.drover.provider.spi.Token;
import dev.drover.work.DatabaseClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.JsonNode;

/**
 * The journal of calls by hand, apart from that of groups: {@code CALLED → DONE | FAILED | UNKNOWN}, and {@code UNKNOWN →
 * DONE | FAILED} when an answer comes late. A row is committed before its provider is called.
 */
@Component
class HandJournal {
    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final Members members;
    private final InstanceLocks locks;
    private final History history;
    private final DatabaseClock clock;

    HandJournal(
            JdbcClient jdbc,
            TransactionOperations transactions,
            Members members,
            InstanceLocks locks,
            History history,
            DatabaseClock clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.members = members;
        this.locks = locks;
        this.history = history;
        this.clock = clock;
    }

    /** The call that was made with this key. */
    Optional<Known> withKey(String provider, String key, JsonNode body) {
        return jdbc.sql("""
                select *, body = :body::jsonb as same_body from call_by_hand
                 where provider = :provider and idempotency_key = :key
                """)
                .param("provider", provider)
                .param("key", key)
                .param("body", body.toString())
                .query((row, number) -> new Known(CallByHand.of(row), row.getBoolean("same_body")))
                .optional();
    }

    record Known(CallByHand call, boolean sameBody) {}

    /**
     * Nothing → CALLED, for a create. Its token is tombstoned with it: nothing that ever observes the instance touches it.
     *
     * @return empty if a call with this key is there already
     */
    Optional<CallByHand> create(
            ConfiguredProvider provider, JsonNode body, ProvisionRequest request, @Nullable String key, String actor) {
        return transactions.execute(transaction -> {
            Instant now = clock.now();
            Optional<CallByHand> written = jdbc.sql("""
                    insert into call_by_hand (id, provider, kind, state, token, body, request, idempotency_key, actor,
                                              called_at, deadline)
                    values (:id, :provider, 'PROVISION', 'CALLED', :token, :body::jsonb, :request::jsonb, :key, :actor,
                            :now, :deadline)
                    on conflict (provider, idempotency_key) do nothing
                    returning *
                    """)
                    .param("id", UUID.randomUUID())
                    .param("provider", provider.name())
                    .param("token", request.token().value())
                    .param("body", body.toString())
                    .param("request", Rows.json(request))
                    .param("key", key)
                    .param("actor", actor)
                    .param("now", Rows.timestamp(now))
                    .param(
                            "deadline",
                            Rows.timestamp(now.plus(provider.capabilities().createTimeout())))
                    .query((row, number) -> CallByHand.of(row))
                    .optional();
            written.ifPresent(call -> {
                members.releaseUnborn(UUID.fromString(call.token()), now);
                tell(
                        EventType.INSTANCE_REQUESTED,
                        actor,
                        now,
                        "a create by hand was sent to " + call.provider() + ", outside of any group; its token is "
                                + call.token());
            });
            return written;
        });
    }

    /**
     * Nothing → CALLED, for a destroy.
     *
     * @return empty if the instance belongs to a member that has not ended, or may turn out to
     */
    Optional<CallByHand> destroy(
            ConfiguredProvider provider, Instance instance, Token token, Duration timeout, String actor) {
        return transactions.execute(transaction -> {
            Instant now = clock.now();
            locks.lock(provider.name(), List.of(instance.id().value()), List.of());
            return jdbc.sql("""
                    insert into call_by_hand (id, provider, kind, state, token, provider_id, actor, called_at, deadline)
                    select :id, :provider, 'DESTROY', 'CALLED', :token, :instance, :actor, :now, :deadline
                     where not exists (
                           select from member
                            where provider = :provider and provider_id = :instance and state <> 'ENDED')
                       and not exists (
                           select from member
                            where provider = :provider and token = :uuid::uuid and provider_id is null
                              and state <> 'ENDED')
                    returning *
                    """)
                    .param("id", UUID.randomUUID())
                    .param("provider", provider.name())
                    .param("token", token.value())
                    .param("uuid", TokenIds.of(token))
                    .param("instance", instance.id().value())
                    .param("actor", actor)
                    .param("now", Rows.timestamp(now))
                    .param("deadline", Rows.timestamp(now.plus(timeout)))
                    .query((row, number) -> CallByHand.of(row))
                    .optional();
        });
    }

    /**
     * Nothing → CALLED, for our labels on an instance that somebody else made. It is given a token that is tombstoned with it: until
     * a member has it, nothing that observes the instance touches it. Asked again, it is given the same one.
     *
     * @return empty if the instance belongs to a member that has not ended
     */
    Optional<CallByHand> label(ConfiguredProvider provider, String instance, Duration timeout, String actor) {
        return transactions.execute(transaction -> {
            Instant now = clock.now();
            locks.lock(provider.name(), List.of(instance), List.of());
            Optional<String> before = given(provider.name(), instance);
            Optional<CallByHand> written = jdbc.sql("""
                    insert into call_by_hand (id, provider, kind, state, token, provider_id, actor, called_at, deadline)
                    select :id, :provider, 'LABEL', 'CALLED', :token, :instance, :actor, :now, :deadline
                     where not exists (
                           select from member
                            where provider = :provider and provider_id = :instance and state <> 'ENDED')
                    returning *
                    """)
                    .param("id", UUID.randomUUID())
                    .param("provider", provider.name())
                    .param("token", before.orElseGet(() -> UUID.randomUUID().toString()))
                    .param("instance", instance)
                    .param("actor", actor)
                    .param("now", Rows.timestamp(now))
                    .param("deadline", Rows.timestamp(now.plus(timeout)))
                    .query((row, number) -> CallByHand.of(row))
                    .optional();
            if (before.isEmpty()) {
                written.ifPresent(call -> members.releaseUnborn(UUID.fromString(call.token()), now));
            }
            return written;
        });
    }

    /** The token that an instance was given, and that no member has had. */
    private Optional<String> given(String provider, String instance) {
        return jdbc.sql("""
                select c.token from call_by_hand c
                  join tombstone t on t.token = case when c.kind = 'LABEL' then c.token::uuid end
                 where c.kind = 'LABEL' and c.provider = :provider and c.provider_id = :instance
                   and t.what = 'RELEASED' and t.member is null
                 order by c.called_at desc limit 1
                """)
                .param("provider", provider)
                .param("instance", instance)
                .query(String.class)
                .optional();
    }

    /** CALLED, UNKNOWN → DONE. */
    void labelled(CallByHand call) {
        close(
                call,
                State.DONE,
                call.providerId(),
                null,
                null,
                null,
                EventType.INSTANCE_LABELLED,
                call.provider() + " gave " + call.providerId() + " our labels, so that a group can take it over");
    }

    /** CALLED, UNKNOWN → DONE. */
    void done(CallByHand call, Outcome.Made made) {
        close(
                call,
                State.DONE,
                made.instance().id().value(),
                Rows.json(made.instance()),
                null,
                null,
                EventType.INSTANCE_PROVISIONED,
                call.provider() + " made " + made.instance().id() + " by hand, outside of any group");
    }

    /** CALLED, UNKNOWN → DONE. */
    void done(CallByHand call, Outcome.Destroyed destroyed) {
        close(
                call,
                State.DONE,
                call.providerId(),
                Rows.json(destroyed.found()),
                null,
                null,
                EventType.INSTANCE_DESTROYED,
                switch (destroyed.found()) {
                    case ACCEPTED -> call.provider() + " agreed to destroy " + call.providerId() + ", by hand";
                    case GONE_ALREADY ->
                        call.provider() + " was to destroy " + call.providerId() + " by hand: it was gone already";
                });
    }

    /** CALLED, UNKNOWN → FAILED. */
    void failed(CallByHand call, Outcome.Failed failed) {
        close(
                call,
                State.FAILED,
                call.providerId(),
                null,
                failed.kind().name(),
                failed.words(),
                switch (call.kind()) {
                    case PROVISION -> EventType.PROVISIONING_FAILED;
                    case DESTROY -> EventType.DESTROY_FAILED;
                    case LABEL -> EventType.LABEL_FAILED;
                },
                "%s did not %s by hand: %s"
                        .formatted(
                                call.provider(),
                                switch (call.kind()) {
                                    case PROVISION -> "make an instance";
                                    case DESTROY -> "destroy " + call.providerId();
                                    case LABEL -> "label " + call.providerId();
                                },
                                failed.words()));
    }

    private void close(
            CallByHand call,
            State state,
            @Nullable String id,
            @Nullable String outcome,
            @Nullable String errorKind,
            @Nullable String error,
            EventType event,
            String message) {
        transactions.executeWithoutResult(transaction -> {
            Instant now = clock.now();
            jdbc.sql("""
                    update call_by_hand
                       set state = :state, closed_at = :now, provider_id = :instance, outcome = :outcome::jsonb,
                           error_kind = :kind, error = :error
                     where id = :id and state in ('CALLED', 'UNKNOWN')
                    returning actor
                    """)
                    .param("id", call.id())
                    .param("state", state.name())
                    .param("instance", id)
                    .param("outcome", outcome)
                    .param("kind", errorKind)
                    .param("error", error)
                    .param("now", Rows.timestamp(now))
                    .query(String.class)
                    .optional()
                    .ifPresent(actor -> tell(event, actor, now, message));
        });
    }

    /** CALLED → UNKNOWN. */
    void unknown(CallByHand call, String words) {
        transactions.executeWithoutResult(transaction -> {
            Instant now = clock.now();
            jdbc.sql("""
                    update call_by_hand set state = 'UNKNOWN', closed_at = :now, error = :error
                     where id = :id and state = 'CALLED'
                    returning *
                    """)
                    .param("id", call.id())
                    .param("error", words)
                    .param("now", Rows.timestamp(now))
                    .query((row, number) -> doubt(row.getString("actor"), CallByHand.of(row), now))
                    .list()
                    .forEach(history::append);
        });
    }

    /** CALLED → UNKNOWN, of all whose deadline has passed: whoever called has died, or could not write what became of it. */
    void expire(String provider) {
        transactions.executeWithoutResult(transaction -> {
            Instant now = clock.now();
            jdbc.sql("""
                    update call_by_hand set state = 'UNKNOWN', closed_at = :now, error = 'no answer in time'
                     where provider = :provider and state = 'CALLED' and deadline < :now
                    returning *
                    """)
                    .param("provider", provider)
                    .param("now", Rows.timestamp(now))
                    .query((row, number) -> doubt(row.getString("actor"), CallByHand.of(row), now))
                    .list()
                    .forEach(history::append);
        });
    }

    private static List<Event> doubt(String actor, CallByHand call, Instant now) {
        return List.of(new Event(
                null,
                null,
                EventType.OUTCOME_UNKNOWN,
                now,
                null,
                actor,
                "whether %s %s by hand is unknown: %s"
                        .formatted(
                                call.provider(),
                                switch (call.kind()) {
                                    case PROVISION -> "made the instance with token " + call.token();
                                    case DESTROY -> "destroyed " + call.providerId();
                                    case LABEL -> "labelled " + call.providerId();
                                },
                                call.error())));
    }

    private void tell(EventType type, String actor, Instant now, String message) {
        history.append(List.of(new Event(null, null, type, now, null, actor, message)));
    }

    /** As it is now. */
    CallByHand read(CallByHand call) {
        return jdbc.sql("select * from call_by_hand where id = :id")
                .param("id", call.id())
                .query((row, number) -> CallByHand.of(row))
                .single();
    }
}
