-- Whether the groups have been told that the last whole listing is too old to prove anything.
alter table observation add column too_old boolean not null default false;

-- What a listing may prove, and what a pass has still to replace: few rows among many.
create index member_leaving on member (provider, group_id, number) where state = 'LEAVING';
create index member_missing on member (provider, group_id) where state = 'RUNNING' and missing_since is not null;
create index member_unreplaced on member (group_id, leaving_since)
    where state = 'ENDED' and replaced_by is null and bound_at is not null
      and leaving_why in ('MISSING', 'STOPPED', 'UNHEALTHY');

-- Most actions never fail.
create index action_error on action (group_id, closed_at) where error is not null;
