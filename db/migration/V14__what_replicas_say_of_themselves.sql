-- What each replica says of itself, every few seconds. One that says nothing for a while counts as dead.
create table replica (
    id        text primary key,
    host      text        not null,         -- the name of the machine that it runs on
    since     timestamptz not null,
    said_at   timestamptz not null,
    providers jsonb       not null          -- by name: the id of the host that its instances belong to, or null
);

-- Where nothing can be made, listed or destroyed by a provider, as the replicas' rows say; all null if it can.
alter table provider_state
    add column host_name     text,          -- the name of the machine whose id is in "host"
    add column nowhere_since timestamptz,   -- no living replica has it configured
    add column away_since    timestamptz,   -- no living replica is at home where its instances are
    add column reached_since timestamptz;   -- when one of the two ended last
