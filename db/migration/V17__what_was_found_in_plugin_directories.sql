-- Providers and flavors that a replica found by itself, so that one that starts while they are away knows them all the same.
create table sighting (
    place      text        not null, -- the host, and where on it
    name       text        not null, -- as specs give it
    instances  boolean     not null, -- it makes instances
    flavor     boolean     not null, -- it decides what they run
    interfaces jsonb       not null, -- what it said of itself, with versions
    seen_at    timestamptz not null, -- when it last said anything new
    primary key (place, name)
);
