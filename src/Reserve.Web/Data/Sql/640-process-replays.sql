-- A draft tried on the recorded cases of a year: who asked, how far it is, what came out. One for each draft: a new one takes the place
-- of the former.
create table if not exists process_replay (
    id             uuid primary key,
    key            text not null check (key <> ''),
    for_territory  text null references territories,
    territory      text not null references territories, -- whose cases are played
    seen           text not null check (seen <> ''),     -- the draft's files and their versions: another draft is not what was tried
    since          timestamptz not null,
    asked_by       text not null,
    asked_at       timestamptz not null,
    state          text not null default 'running' check (state in ('running', 'done', 'stale')),
    total          int not null check (total >= 0),
    played         int not null default 0 check (played between 0 and total),
    runs           uuid[] not null,                      -- the cases, newest first
    groups         jsonb not null default '[]',
    ended_at       timestamptz null,
    check ((state = 'running') = (ended_at is null)),
    unique nulls not distinct (key, for_territory)
);
create index if not exists process_replay_running on process_replay (asked_at) where state = 'running';
