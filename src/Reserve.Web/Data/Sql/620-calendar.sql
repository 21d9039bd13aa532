-- The production calendar: the years that have one, and the days that differ from Monday to Friday, by territory. Law made public: no data
-- about people, read by everybody. A column `place` and not `territory`, for everybody sees the days of those above.
create table if not exists calendar_year (
    year           int primary key check (year between 1901 and 2199),
    basis          text null,
    set_by         text not null,
    set_at         timestamptz not null
);

create table if not exists calendar_day (
    place          text not null references territories,
    date           date not null,
    kind           text not null check (kind in ('working', 'shortened', 'off')),
    name           text null,
    moved_from     date null,
    basis          text null,
    set_by         text not null,
    set_at         timestamptz not null,
    primary key (place, date)
);

-- What was changed, by whom; its newest number is the version of the calendar, by which nodes see that theirs is old.
create table if not exists calendar_change (
    id             bigint generated always as identity primary key,
    at             timestamptz not null,
    changed_by     text not null,
    place          text not null references territories,
    date           date null,                       -- null: the year as a whole
    year           int not null,
    was            text null,
    became         text null,
    basis          text null
);
create index if not exists calendar_change_year on calendar_change (year, id);

-- Hours between the clock of a region and universal time.
create table if not exists territory_zone (
    path           text primary key references territories,
    utc_hours      smallint not null check (utc_hours between -12 and 14)
);

-- How a task's due date came about, and what is told before and after it; when the next of that is to be told. A task that is closed is
-- told of no more.
alter table task add column if not exists deadline jsonb null;
alter table task add column if not exists notice_at timestamptz null;
create index if not exists task_notice on task (notice_at) where state = 'open' and notice_at is not null;

alter table administrator_alert drop constraint if exists administrator_alert_kind_check;
alter table administrator_alert
    add constraint administrator_alert_kind_check check (kind in ('incident', 'outbox', 'letter', 'calendar'));
