-- An instance that was let go keeps its token when a member takes it over: of the members that had a token, one is alive.
alter table member drop constraint member_token_key;
create unique index member_token on member (token) where state <> 'ENDED';

-- Whether an instance was destroyed by hand is asked before it becomes a member's.
create index call_by_hand_destroyed on call_by_hand (provider, provider_id) where kind = 'DESTROY';
