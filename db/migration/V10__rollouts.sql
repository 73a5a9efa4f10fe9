-- How the members of a group come to a revision. The newest of a group is the one that counts.
create table rollout (
    group_id      bigint      not null references fleet_group,
    number        bigint      not null,
    from_revision integer     not null, -- what new members are until it is promoted
    revision      integer     not null,
    state         text        not null check (state in ('RUNNING', 'PAUSED', 'FAILED', 'SUCCEEDED', 'SUPERSEDED')),
    step          text        not null check (step in ('CANARY', 'BAKE', 'PROMOTION', 'ROLL')),
    step_since    timestamptz not null,
    started_at    timestamptz not null,
    bound         integer     not null, -- what it has reached at most
    ready         integer     not null,
    left_over     integer     not null,
    progress_at   timestamptz not null,
    promoted      boolean     not null,
    ended_at      timestamptz not null, -- or began, if it has not ended
    because       text        not null,
    primary key (group_id, number),
    foreign key (group_id, from_revision) references revision,
    foreign key (group_id, revision) references revision
);

alter table declaration add column rollback boolean not null default false; -- it brings an older revision back
alter table revision add column proven_at timestamptz; -- when all of the group had it last, with a member ready

-- Until now nothing was rolled out: what is declared is what new members are made from.
insert into rollout (group_id, number, from_revision, revision, state, step, step_since, started_at, bound, ready, left_over,
                     progress_at, promoted, ended_at, because)
select g.id, 1, d.revision, d.revision, 'SUCCEEDED', 'ROLL', d.declared_at, d.declared_at, 0, 0, 0, d.declared_at, true,
       d.declared_at, ''
  from fleet_group g
  join declaration d on d.group_id = g.id and d.generation = g.generation
 where d.revision <> 1;
