-- Instances that people made or destroyed outside of any group. Each row is committed before its provider is called.
create table call_by_hand (
    id              uuid primary key,
    provider        text        not null,
    kind            text        not null check (kind in ('PROVISION', 'DESTROY')),
    state           text        not null check (state in ('CALLED', 'DONE', 'FAILED', 'UNKNOWN')),
    token           text        not null, -- text: what a destroy found on an instance may be no token of ours
    provider_id     text,                 -- of a create: once it is known
    body            jsonb,                -- of a create: as it was posted
    request         jsonb,                -- of a create: as it was sent
    idempotency_key text,
    actor           text        not null,
    called_at       timestamptz not null,
    deadline        timestamptz not null,
    closed_at       timestamptz,
    outcome         jsonb,                -- of a create: the instance; of a destroy: what it found
    error_kind      text,
    error           text,
    unique (provider, idempotency_key),
    check ((state = 'CALLED') = (closed_at is null)),
    check (kind <> 'PROVISION' or (body is not null and request is not null)),
    check (kind <> 'DESTROY' or provider_id is not null)
);
create index call_by_hand_open on call_by_hand (provider, deadline) where state = 'CALLED';
create index call_by_hand_closed on call_by_hand (provider, closed_at);
create index call_by_hand_token on call_by_hand (token) where kind = 'PROVISION';

-- The token of an instance made by hand never had a member.
alter table tombstone alter column group_id drop not null;
alter table tombstone alter column member drop not null;
alter table tombstone add check ((group_id is null) = (member is null));

-- How many calls ended lately is asked for now and then; a block range index costs the journal next to nothing.
create index action_closed on action using brin (closed_at);
