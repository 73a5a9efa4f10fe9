-- What belongs to this installation as a whole. Its owner id is the label drover.owner of every instance.
create table installation (
    only_row   boolean primary key default true check (only_row),
    owner      text        not null,
    created_at timestamptz not null
);

-- Groups. Narrow on purpose: this row is locked by every command, claim and recorded pass.
create table fleet_group (
    id         bigint generated always as identity primary key,
    name       text        not null,
    state      text        not null check (state in ('ACTIVE', 'RELEASING', 'DELETING', 'DELETED')),
    generation bigint      not null,
    epoch      bigint      not null default 1, -- raised by every recorded pass and every command
    fence      bigint      not null default 1, -- the epoch of the last command: older actions may not be called
    cleared_at timestamptz not null,           -- when failures and repairs were last forgiven
    planned_at timestamptz,
    created_at timestamptz not null,
    deleted_at timestamptz,
    check (fence <= epoch)
);
create unique index fleet_group_name on fleet_group (name) where state <> 'DELETED';

create table revision (
    group_id   bigint      not null references fleet_group,
    number     integer     not null,
    digest     text        not null,
    instance   jsonb       not null,
    flavor     jsonb       not null,
    created_at timestamptz not null,
    primary key (group_id, number),
    unique (group_id, digest)
);

create table declaration (
    group_id      bigint      not null references fleet_group,
    generation    bigint      not null,
    spec          jsonb       not null, -- as declared
    size          integer     not null check (size >= 0),
    revision      integer     not null,
    actor         text        not null,
    declared_at   timestamptz not null,
    not_validated text,
    primary key (group_id, generation),
    foreign key (group_id, revision) references revision
);

create table group_status (
    group_id            bigint primary key references fleet_group,
    observed_generation bigint  not null,
    converged           boolean not null,
    ready               boolean not null,
    status              jsonb   not null
);

create table member (
    group_id        bigint      not null references fleet_group,
    number          integer     not null, -- the six characters of its id
    member_index    integer     not null check (member_index >= 0),
    logical_id      text,
    revision        integer     not null,
    provider        text        not null,
    state           text        not null check (state in ('CREATING', 'RUNNING', 'LEAVING', 'ENDED')),
    token           uuid        not null unique,
    labels          jsonb       not null default '{}',
    created_at      timestamptz not null,
    created_because text        not null,
    replaces        integer,
    replaced_by     integer,
    strikes         integer     not null default 0,
    -- the instance, once it is bound
    provider_id     text,
    addresses       jsonb       not null default '[]',
    ports           jsonb       not null default '{}',
    bound_at        timestamptz,
    phase           text check (phase in ('STARTING', 'RUNNING', 'STOPPED', 'GONE')),
    phase_since     timestamptz,
    phase_detail    text,
    -- what listings say that a pass has to draw a conclusion from
    found           jsonb,
    missing_since   timestamptz,
    -- what probes and flavor settled on, and the answers that disagree with it
    probe_status    text check (probe_status in ('HEALTHY', 'UNHEALTHY', 'UNKNOWN')),
    probe_reason    text,
    probe_since     timestamptz,
    streak_status   text check (streak_status in ('HEALTHY', 'UNHEALTHY', 'UNKNOWN')),
    streak          integer     not null default 0,
    ever_ready      boolean     not null default false,
    -- the end
    leaving_since   timestamptz,
    leaving_why     text, -- as the planner names it
    leaving_because text, -- as people read it
    ended_at        timestamptz,
    ended_because   text,
    primary key (group_id, number),
    foreign key (group_id, revision) references revision,
    check ((provider_id is null) = (bound_at is null)),
    check ((provider_id is null) = (phase is null)),
    check (state <> 'RUNNING' or provider_id is not null),
    check (state <> 'LEAVING' or (leaving_since is not null and leaving_why is not null)),
    check ((state = 'ENDED') = (ended_at is not null))
);
create unique index member_index on member (group_id, member_index) where state <> 'ENDED';
create unique index member_logical_id on member (group_id, logical_id) where state <> 'ENDED';
create unique index member_provider_id on member (provider, provider_id) where state <> 'ENDED';
create index member_newest on member (group_id, created_at, number);

-- The journal. One create and one destroy for each member; calling again is another attempt of the same action.
create table action (
    group_id   bigint      not null,
    id         uuid        not null,
    member     integer     not null,
    kind       text        not null check (kind in ('PROVISION', 'DESTROY')),
    state      text        not null check (state in ('PLANNED', 'CALLED', 'DONE', 'FAILED', 'UNKNOWN', 'CANCELLED')),
    provider   text        not null,
    why        text        not null,
    epoch      bigint      not null,
    attempts   integer     not null default 0,
    not_before timestamptz not null,
    request    jsonb,                -- stored before it is sent
    planned_at timestamptz not null,
    called_at  timestamptz,
    deadline   timestamptz,
    closed_at  timestamptz,
    doubt      boolean     not null default false, -- was ever UNKNOWN: it may have happened
    accepted   boolean     not null default false, -- was ever answered well
    error_kind text,
    error      text,
    sought_at  timestamptz,          -- when the last look-up began that found nothing
    seek_after timestamptz,
    worker     text,
    primary key (group_id, id),
    unique (group_id, member, kind),
    foreign key (group_id, member) references member,
    check (state <> 'CALLED' or (called_at is not null and deadline is not null))
);
create index action_planned on action (provider, not_before) where state = 'PLANNED';
create index action_open on action (provider, called_at) where state in ('CALLED', 'UNKNOWN');

-- Creates that failed in a row. Gone with the first success.
create table create_failure (
    group_id bigint           not null references fleet_group,
    kind     text             not null,
    rounds   integer          not null,
    since    timestamptz      not null,
    last_at  timestamptz      not null,
    jitter   double precision not null,
    message  text             not null,
    primary key (group_id, kind)
);

create table provider_state (
    name            text primary key,
    type            text  not null,
    capabilities    jsonb not null,
    host            text, -- where a host-bound provider lives, known from its first use
    throttled_until timestamptz
);

create table observation (
    provider          text primary key,
    started_at        timestamptz, -- of the last whole listing
    duration_ms       bigint,
    interval_ms       bigint      not null,
    all_missing_since timestamptz,
    attempted_at      timestamptz not null,
    error             text
);

-- What is remembered for ever of a token whose member ended.
create table tombstone (
    token    uuid primary key,
    group_id bigint      not null,
    member   integer     not null,
    what     text        not null check (what in ('RELEASED', 'NEVER_CREATED', 'ENDED')),
    at       timestamptz not null
);

create table wake (
    id       bigint generated always as identity primary key,
    group_id bigint not null
);
create index wake_group on wake (group_id);

create table event (
    id         bigint generated always as identity,
    tx         xid8        not null default pg_current_xact_id(),
    group_id   bigint,
    group_name text,
    member     integer,
    type       text        not null,
    at         timestamptz not null,
    generation bigint,
    actor      text,
    message    text        not null,
    data       jsonb,
    primary key (tx, id)
);
create index event_group on event (group_id, tx, id);
create index event_member on event (group_id, member, tx, id) where member is not null;

-- db-scheduler's tables, one for each scheduler, so that blocked calls never stop passes.
create table scheduled_passes (
    task_name            text        not null,
    task_instance        text        not null,
    task_data            bytea,
    execution_time       timestamptz not null,
    picked               boolean     not null,
    picked_by            text,
    last_success         timestamptz,
    last_failure         timestamptz,
    consecutive_failures integer,
    last_heartbeat       timestamptz,
    version              bigint      not null,
    priority             smallint,
    primary key (task_name, task_instance)
);
create index scheduled_passes_due on scheduled_passes (execution_time);
create index scheduled_passes_heartbeat on scheduled_passes (last_heartbeat);

create table scheduled_calls (
    task_name            text        not null,
    task_instance        text        not null,
    task_data            bytea,
    execution_time       timestamptz not null,
    picked               boolean     not null,
    picked_by            text,
    last_success         timestamptz,
    last_failure         timestamptz,
    consecutive_failures integer,
    last_heartbeat       timestamptz,
    version              bigint      not null,
    priority             smallint,
    primary key (task_name, task_instance)
);
create index scheduled_calls_due on scheduled_calls (execution_time);
create index scheduled_calls_heartbeat on scheduled_calls (last_heartbeat);
