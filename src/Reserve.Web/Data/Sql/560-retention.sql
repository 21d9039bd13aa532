-- How long is kept what a day's work leaves behind. No term: kept for ever. A term is never shorter than the legal minimum, which a person
-- enters with the rule that it comes from, nor than what the program itself needs.
create table if not exists retention_policy (
    subject        text primary key check (subject in ('runs', 'steps', 'outbox', 'letters', 'audit', 'notifications')),
    days           int null check (days between 1 and 36500),
    needed_days    int null check (needed_days > 0),
    legal_days     int null check (legal_days between 1 and 36500),
    legal_basis    text null check (legal_basis <> ''),
    row_version    int not null default 1,
    check ((legal_days is null) = (legal_basis is null)),
    check (days >= coalesce(legal_days, 1)),
    check (days >= coalesce(needed_days, 1))
);
-- What is only of use for a while goes after a year; what happened to people stays until an administrator sets a term.
-- An outbox row is what a repeated letter is recognised by, so it is needed for a month.
insert into retention_policy (subject, days, needed_days) values
    ('runs', null, null), ('steps', null, null), ('outbox', 365, 30), ('letters', null, null), ('audit', null, null),
    ('notifications', 365, null)
on conflict (subject) do nothing;

create table if not exists retention_change (
    id             bigint generated always as identity primary key,
    subject        text not null references retention_policy,
    days           int null,
    legal_days     int null,
    reason         text not null check (reason <> ''),
    changed_by     text not null,
    changed_at     timestamptz not null
);

-- One row for each night, one row below it for each subject: what went, what a hold kept, and how far a night that was broken off had come.
create table if not exists retention_run (
    id             uuid primary key,
    due_at         timestamptz not null unique,
    node           text not null,
    started_at     timestamptz not null,
    finished_at    timestamptz null
);
create table if not exists retention_log (
    run_id         uuid not null references retention_run,
    subject        text not null references retention_policy,
    until          timestamptz not null,
    removed        bigint not null default 0,
    held           bigint not null default 0,
    last_key       text null,
    finished_at    timestamptz null,
    primary key (run_id, subject)
);

-- What must not go, whatever the term: everything about a subject, or everything of a territory and below.
create table if not exists legal_hold (
    id             uuid primary key,
    territory      text not null references territories,
    subject_type   text null check (subject_type in ('candidate', 'case', 'run')),
    subject_id     uuid null,
    reason         text not null check (reason <> ''),
    placed_by      text not null,
    placed_at      timestamptz not null,
    lifted_by      text null,
    lifted_at      timestamptz null,
    lift_reason    text null check (lift_reason <> ''),
    check ((subject_type is null) = (subject_id is null)),
    check ((lifted_at is null) = (lifted_by is null) and (lifted_at is null) = (lift_reason is null))
);
create unique index if not exists legal_hold_subject on legal_hold (subject_type, subject_id) where lifted_at is null;
create unique index if not exists legal_hold_territory on legal_hold (territory) where lifted_at is null and subject_id is null;
