-- What people ask for besides a declaration.
alter table fleet_group
    add column fill_paused_at   timestamptz,
    add column shrink_paused_at timestamptz,
    add column repair_paused_at timestamptz,
    add column roll_paused_at   timestamptz;

alter table member
    -- for how long its startup stood still, in pauses of repair that are over
    add column stood_still_micros bigint not null default 0 check (stood_still_micros >= 0),
    add column requested    text check (requested in ('DETACH')),
    add column requested_at timestamptz,
    add column requested_by text,
    add check ((requested is null) = (requested_at is null)),
    add check ((requested is null) = (requested_by is null));

-- The last command that the pass had seen which left this status.
alter table group_status add column fence bigint not null default 0;
