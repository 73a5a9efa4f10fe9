-- Whether the flavor of a machine template has a say in the health of its members. Templates of before were not judged.
alter table revision add column judged boolean not null default false;
