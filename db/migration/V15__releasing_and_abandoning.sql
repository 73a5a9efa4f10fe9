-- The labels of an instance that was let go are taken away: an action that outlives its member, and its group.
alter table action drop constraint action_kind_check;
alter table action add constraint action_kind_check check (kind in ('PROVISION', 'DRAIN', 'LABEL', 'DESTROY', 'UNLABEL'));

-- Whether a person said that nobody waits for this group's provider any more.
alter table fleet_group add column abandoned boolean not null default false;

-- Whether the labels of a detached member's instance stay, so that somebody may adopt it.
alter table member add column keeps_labels boolean not null default false;
