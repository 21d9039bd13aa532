-- Starts of processes that nobody makes: by time, and by a condition over data. One row for each such start of the version in force (of
-- each territory that has its own); rows outlive versions, so that a cycle goes on from its last firing. Nothing here is about people.
create table if not exists process_start (
    id             uuid primary key,
    key            text not null check (key <> ''),
    for_territory  text null references territories,
    element_id     text not null check (element_id <> ''),
    place          int not null check (place >= 0),      -- which of several definitions of one event
    kind           text not null check (kind in ('timer', 'condition')),
    definition_id  uuid not null references process_definition on delete cascade,
    rule           text not null,                        -- the timer or condition as drawn: whether a new version changed it
    state          text not null check (state in ('waiting', 'over', 'removed')),
    note           text null,                            -- why it is over: passed before, passed while paused
    look_at        timestamptz null,                     -- when a node has something to do; null: never
    paused_by      text null,
    paused_at      timestamptz null,
    paused_reason  text null,
    attempts       int not null default 0,
    problem        text null,                            -- what stands in the way, in words
    problem_at     timestamptz null,
    -- Of a timer: the next moment, and what follows it.
    due_at         timestamptz null,
    months         int null,
    ticks          bigint null,
    remaining      int null,                             -- firings that are left; -1: without end
    last_moment    timestamptz null,
    -- Of a condition: whose data, and whether they have been looked at for the first time.
    source         text null,
    source_key     text null,
    watches        text[] not null default '{}',         -- tables
    with_present   boolean not null default false,       -- whether rows begin a run that are true already when the version comes
    looked_at      timestamptz null,
    check ((paused_at is null) = (paused_by is null) and (paused_at is null) = (paused_reason is null)),
    check ((problem is null) = (problem_at is null)),
    check ((kind = 'condition') = (source is not null)),
    check (kind = 'timer' or due_at is null),
    unique nulls not distinct (key, for_territory, element_id, place)
);
create index if not exists process_start_due on process_start (look_at) where look_at is not null;

-- What was begun: written with the run in one transaction. A timer begins one run for one moment.
create table if not exists process_start_firing (
    run_id         uuid primary key references process_run,
    start_id       uuid not null references process_start on delete cascade,
    territory      text not null references territories,
    at             timestamptz not null,
    moment         timestamptz null,                     -- of a timer: when it was due
    missed         bigint not null default 0 check (missed >= 0), -- later moments that passed meanwhile
    subject        text null,                            -- of a condition: the row
    check ((moment is null) <> (subject is null))
);
create unique index if not exists process_start_firing_moment on process_start_firing (start_id, moment) where moment is not null;
create index if not exists process_start_firing_last on process_start_firing (start_id, at);

-- Whether a condition holds for a row, as it was found last. It outlives the runs: what still holds begins nothing again.
create table if not exists process_start_row (
    start_id       uuid not null references process_start on delete cascade,
    subject        text not null check (subject <> ''),
    territory      text not null references territories,
    holds          boolean not null,
    since          timestamptz not null,
    problem        text null,
    primary key (start_id, subject)
);
create index if not exists process_start_row_problem on process_start_row (start_id) where problem is not null;

-- That rows of a table have changed: written with the change, taken by whichever node comes first.
create table if not exists data_change (
    id             bigint generated always as identity primary key,
    source         text not null check (source <> '')
);

create or replace function data_changed() returns trigger
    language plpgsql set search_path = pg_catalog, public, pg_temp
    as $$
begin
    insert into data_change (source) values (tg_table_name);
    return null;
end $$;

create or replace trigger data_added after insert or delete on users for each row execute function data_changed();
-- Signing in writes the row too, and changes nothing that anybody reads here.
create or replace trigger data_changed after update on users for each row
    when ((old.display_name, old.territory, old.roles, old.disabled)
        is distinct from (new.display_name, new.territory, new.roles, new.disabled))
    execute function data_changed();
create or replace trigger data_changed after insert or delete or update on territories
    for each statement execute function data_changed();
