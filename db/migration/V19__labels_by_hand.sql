-- Our labels on instances that somebody else made, so that a group can take them over.
alter table call_by_hand drop constraint call_by_hand_kind_check;
alter table call_by_hand add constraint call_by_hand_kind_check check (kind in ('PROVISION', 'DESTROY', 'LABEL'));
alter table call_by_hand add check (kind <> 'LABEL' or provider_id is not null);

-- An instance that is asked for again is given the same token.
create index call_by_hand_labelled on call_by_hand (provider, provider_id) where kind = 'LABEL';
