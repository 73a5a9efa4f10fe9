-- A provider may give the id of an instance that is gone to the next one, at once: long before a listing has proven that the first
-- is gone, and its member ended. Which instance is a member's is said by the token, which stays unique among those that have not ended.
drop index member_provider_id;
create index member_provider_id on member (provider, provider_id) where state <> 'ENDED' and provider_id is not null;
