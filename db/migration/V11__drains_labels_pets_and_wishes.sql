-- A member's work is stopped before its instance is destroyed, and its labels are kept as declared.
alter table action drop constraint action_kind_check;
alter table action add constraint action_kind_check check (kind in ('PROVISION', 'DRAIN', 'LABEL', 'DESTROY'));

alter table member
    add column drains      boolean     not null default false, -- whether its flavor has anything to stop
    add column drain_since timestamptz,                        -- when that was first wanted
    add column labelled    bigint      not null default 1,     -- the generation whose labels it carries
    -- what people want of it
    add column held        boolean     not null default false,
    add column protected   boolean     not null default false,
    add column anew        boolean     not null default false,
    -- what somebody outside said of its health
    add column report_status text check (report_status in ('HEALTHY', 'UNHEALTHY', 'UNKNOWN')),
    add column report_reason text,
    add column report_since  timestamptz,
    add column report_until  timestamptz,
    add column fell_ill_at   timestamptz; -- when it last became unhealthy after it had been ready
alter table member drop constraint member_requested_check;
alter table member add constraint member_requested_check check (requested in ('DETACH', 'DESTROY'));

-- The generation that changed labels last.
alter table declaration add column labels_at bigint not null default 1;

-- The index of a pet is kept with its logical id, also while it has no member.
create table pet (
    group_id     bigint  not null references fleet_group,
    logical_id   text    not null,
    member_index integer not null,
    primary key (group_id, logical_id)
);

-- What the breaker counts: few rows among many.
create index member_casualty on member (group_id, leaving_since)
    where state = 'ENDED' and leaving_why in ('STOPPED', 'UNHEALTHY');
