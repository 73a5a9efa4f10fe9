-- Where a change comes from: {message, commit, url}, each as whoever made it says. Null if nobody said.
alter table declaration add column provenance jsonb;
alter table declaration add column extent text check (extent in ('POLICY', 'SIZE', 'REVISION')); -- null before this was kept
alter table event add column provenance jsonb; -- of commands; what a declaration causes has its generation

-- The declaration that an action was planned for; null if it was planned because the group is deleted.
alter table action add column generation bigint;

create index action_newest on action (group_id, planned_at, id);
create index fleet_group_named on fleet_group (name, id);
create index member_ended on member (ended_at) where state = 'ENDED';

-- Lists of events are ordered and bounded by time, whatever else they are filtered by; (tx, id) is for who reads on.
create index event_at on event (at, tx, id);
create index event_type on event (type, at, tx, id);
create index event_actor on event (actor, at, tx, id) where actor is not null;
create index event_group_at on event (group_id, at, tx, id);
drop index event_group;
