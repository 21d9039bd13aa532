-- A draft is a set of changes over all files of a process: added, changed, removed; templates are bytes.
alter table process_file add column if not exists bytes bytea null;
alter table process_draft
    add column if not exists bytes bytea null,
    add column if not exists removed boolean not null default false,
    -- SHA-256 of the file in the version in force when the change was begun; null where there was none.
    add column if not exists base bytea null;

-- No new runs of a process, or of a region's own version of it; what runs goes on.
create table if not exists process_retired (
    key            text not null check (key <> ''),
    for_territory  text null references territories,
    retired_by     text not null,
    retired_at     timestamptz not null,
    unique nulls not distinct (key, for_territory)
);
