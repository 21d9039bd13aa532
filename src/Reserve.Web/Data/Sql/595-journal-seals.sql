-- The journal is sealed in batches into a chain of hashes. A row waits here from its own transaction on: no commit waits for another.
create table if not exists audit_unsealed (event_id bigint not null);
-- What was sealed: the rows by their ids, a hash of each, and the chain over all. Kept when retention removes the rows.
create table if not exists audit_seals (
    id          bigint primary key,
    sealed_at   timestamptz not null,
    event_ids   bigint[] not null check (cardinality(event_ids) > 0),
    row_hashes  bytea not null check (length(row_hashes) = 32 * cardinality(event_ids)),
    previous    bytea not null check (length(previous) = 32),
    hash        bytea not null unique check (length(hash) = 32),
    key_id      text not null,
    signature   bytea not null
);
-- Which rows retention has removed by which term: signed in the transaction that removed them.
create table if not exists audit_cuts (
    id          bigint generated always as identity primary key,
    cut_at      timestamptz not null,
    until       timestamptz not null,
    event_ids   bigint[] not null,
    key_id      text null,
    signature   bytea null,
    check ((key_id is null) = (signature is null))
);
-- What a command changed: the journal's row has a salted hash of it only, so that it can be erased and the chain still holds.
alter table audit_events add column if not exists changes_hash bytea null;
create table if not exists audit_changes (
    event_id    bigint primary key references audit_events on delete cascade,
    territory   text collate "C" not null references territories,
    salt        bytea not null,
    changes     text not null
);
-- Rows from before there were seals.
insert into audit_unsealed (event_id)
    select e.id from audit_events e
    where not exists (select from audit_seals) and not exists (select from audit_unsealed) order by e.id;

alter table retention_policy drop constraint if exists retention_policy_subject_check;
alter table retention_policy add constraint retention_policy_subject_check
    check (subject in ('runs', 'steps', 'outbox', 'letters', 'audit', 'changes', 'notifications'));
insert into retention_policy (subject, days, needed_days) values ('changes', null, null) on conflict (subject) do nothing;
