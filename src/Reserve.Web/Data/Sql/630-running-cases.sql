-- Running cases are helped. A suspended run takes no step until somebody lets it go on.
alter table process_run
    add column if not exists suspended_at timestamptz null,
    add column if not exists suspended_by text null;

-- What a person did to a run besides its work: kept for ever beside its history.
create table if not exists run_mark (
    id             uuid primary key,
    run_id         uuid not null references process_run,
    territory      text not null,
    step           int null,                        -- the step that the act made; null when it made none
    at             timestamptz not null,
    actor          text not null check (actor <> ''),
    kind           text not null check (kind in (
        'migrate', 'undo-migration', 'modify', 'set-variables', 'suspend', 'resume', 'message', 'listen', 'reassign', 'delegate', 'skip')),
    element_id     text null,
    reason         text not null check (reason <> ''),
    details        jsonb null
);
create index if not exists run_mark_run on run_mark (run_id, at);

-- Cases that are taken over to another version together: who ordered it, and what became of each.
create table if not exists run_migration (
    id             uuid primary key,
    territory      text not null,                   -- the scope of whoever ordered it
    key            text not null check (key <> ''),
    from_id        uuid not null references process_definition,
    to_id          uuid not null references process_definition,
    mapping        jsonb not null,                  -- old element id to new one
    reason         text not null check (reason <> ''),
    ordered_by     text not null check (ordered_by <> ''),
    ordered_at     timestamptz not null
);
create index if not exists run_migration_list on run_migration (key, ordered_at);

create table if not exists run_migration_item (
    migration_id   uuid not null references run_migration,
    run_id         uuid not null references process_run,
    territory      text not null,
    state          text not null check (state in ('waiting', 'done', 'refused', 'undoing', 'undone', 'kept')),
    step           int null,                        -- the step of the migration
    before         bytea null,                      -- the state before it; null where nothing can be undone
    tasks          jsonb null,                      -- the open tasks before it
    findings       jsonb null,                      -- what was found, for whoever asks why
    at             timestamptz not null,
    primary key (migration_id, run_id)
);
create index if not exists run_migration_item_run on run_migration_item (run_id);
-- One migration of a run at a time.
create unique index if not exists run_migration_item_open on run_migration_item (run_id) where state in ('waiting', 'undoing');
