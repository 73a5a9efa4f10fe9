-- Machines with our owner label that are no living member's, as listings showed them: few rows, and none while all is well. Each
-- is also the journal of its destroy, which is committed as CALLED before the provider is called.
create table orphan (
    provider    text        not null,
    provider_id text        not null,
    token       text        not null, -- as the machine carries it; empty if it carries none
    token_id    uuid,                 -- the same, if it can be one of ours
    group_id    bigint,               -- whose it was made for; null if no group here is known by that name
    member      integer,              -- the same; null if it is not known
    -- why it should not be there: its member's create never came to anything, its member ended, another machine is its
    -- member's; or nobody knows
    what        text        not null check (what in ('NEVER_CREATED', 'ENDED', 'DUPLICATE', 'UNKNOWN')),
    because     text        not null, -- the same for people
    first_seen  timestamptz not null, -- it may be younger than the beginning of the listing that showed it
    lacked_at   timestamptz,          -- when the first whole listing began that showed nothing at all; null if the last one showed some
    state       text        not null check (state in ('QUARANTINED', 'PLANNED', 'CALLED', 'DONE', 'FAILED', 'UNKNOWN')),
    attempts    integer     not null default 0,
    not_before  timestamptz not null,
    called_at   timestamptz,
    deadline    timestamptz,
    closed_at   timestamptz,
    error       text,
    primary key (provider, provider_id, token),
    check (what = 'UNKNOWN' or state <> 'QUARANTINED'),
    check (state <> 'CALLED' or (called_at is not null and deadline is not null))
);
create index orphan_group on orphan (group_id) where group_id is not null;
