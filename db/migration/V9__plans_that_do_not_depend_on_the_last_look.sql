-- A group grows from nothing to thousands of rows within a second, and thousands of calls are open that were none when the
-- server last looked at the tables. Statistics of these columns are therefore always of another time, and what they lead to are
-- nested loops over everything that is open. Without any, the server assumes a fixed share of the table.
alter table member alter column group_id set statistics 0;
alter table member alter column state set statistics 0;
alter table member alter column provider_id set statistics 0;
alter table member alter column missing_since set statistics 0;
alter table action alter column group_id set statistics 0;
alter table action alter column state set statistics 0;
alter table action alter column not_before set statistics 0;
alter table action alter column called_at set statistics 0;
alter table action alter column closed_at set statistics 0;
alter table action alter column error set statistics 0;
alter table event alter column group_id set statistics 0;
alter table event alter column group_name set statistics 0;

-- What was gathered so far would stay for ever. Servers before version 18 cannot be told to forget it; there it does stay.
do $$
declare
    it record;
begin
    if to_regprocedure('pg_clear_attribute_stats(text, text, text, boolean)') is not null then
        for it in select relname, attname from pg_attribute a join pg_class c on c.oid = a.attrelid
                   where relnamespace = current_schema()::regnamespace and relkind = 'r' and attnum > 0 and attstattarget = 0
        loop
            perform pg_clear_attribute_stats(current_schema()::text, it.relname::text, it.attname::text, false);
        end loop;
    end if;
end $$;

-- What follows makes the journal cheaper, which writes every row several times and every index entry with it.
-- Most members have no logical id, and all begin without an instance.
drop index member_logical_id;
create unique index member_logical_id on member (group_id, logical_id) where state <> 'ENDED' and logical_id is not null;
drop index member_provider_id;
create unique index member_provider_id on member (provider, provider_id) where state <> 'ENDED' and provider_id is not null;

-- Lists of one group's members and actions are asked for now and then, and sorted then.
drop index member_newest;
drop index action_newest;

-- What every instance has is found soon among all events; what is rare is worth an index.
drop index event_type;
create index event_type on event (type, at, tx, id)
    where type not in ('MemberPlanned', 'InstanceRequested', 'InstanceProvisioned', 'MemberLeaving', 'InstanceDestroyed', 'MemberEnded');

-- The revision that a member refers to refers to the group.
alter table member drop constraint member_group_id_fkey;
