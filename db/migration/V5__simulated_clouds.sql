-- Clouds that exist nowhere but here: the worlds of providers of the type simulator, the same for all replicas.
create table simulated_cloud (
    provider    text    primary key,
    seed        bigint  not null,
    knobs       jsonb   not null,
    next_number bigint  not null default 0, -- creates are numbered, in blocks; what befalls one is drawn from its number
    taken       integer not null            -- at least as many as live, while there is a limit; counted anew when it is reached
);

-- Nothing happens at these instants: whoever looks compares them with the time. No foreign key: every create would lock the
-- one row of its cloud.
create table simulated_instance (
    provider      text        not null,
    id            text collate "C" not null,
    number        bigint      not null,
    token         text        not null,
    copy          bigint      not null,   -- 0 where a token makes one instance, else the number
    labels        jsonb       not null,
    health        text,                   -- what its properties want of it; null: whatever the knobs say
    made_at       timestamptz not null,
    runs_at       timestamptz not null,
    listed_from   timestamptz not null,
    dies_at       timestamptz,            -- null: never
    vanishes      boolean     not null,   -- whether it is gone with its death, instead of stopped
    killed        boolean     not null default false,
    destroys      integer     not null default 0,
    gone_at       timestamptz,
    unlisted_from timestamptz,
    primary key (provider, id),
    unique (provider, token, copy)
);
-- What nobody can see any more, and is forgotten with the next listing.
create index simulated_instance_unlisted on simulated_instance (provider, unlisted_from) where unlisted_from is not null;
