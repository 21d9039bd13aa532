-- What an administrator and a monitoring system see of the whole installation: its nodes, and numbers without anybody's data.

create table if not exists node (
    id          uuid primary key,
    name        text not null check (name <> ''),
    version     text not null,
    started_at  timestamptz not null,
    seen_at     timestamptz not null
);
grant select, insert, update, delete on node to reserve_app;

-- Administrators of a territory are told of a kind of trouble at most once in an interval.
create table if not exists administrator_alert (
    kind        text not null check (kind in ('incident', 'outbox', 'letter')),
    territory   text not null references territories,
    told_at     timestamptz not null,
    amount      bigint not null check (amount >= 0),
    primary key (kind, territory)
);
alter table administrator_alert enable row level security;
drop policy if exists territory on administrator_alert;
create policy territory on administrator_alert using (reserve_sees(territory)) with check (reserve_sees(territory));
grant select, insert, update, delete on administrator_alert to reserve_app;

-- Null until the administrators have been told of it.
alter table incident add column if not exists told_at timestamptz;
create index if not exists incident_untold on incident (raised_at) where told_at is null and resolved_at is null;
create index if not exists job_retried on job (due_at) where attempts > 0;

-- Functions of the owner, whom row-level security does not bind: they read past territories. Each gives numbers, names of processes and territories, and nothing of a case.

-- The queue and the outbox in numbers; each count stops at 10 001, so that the answer comes soon however long the queue is.
create or replace function reserve_work(moment timestamptz) returns table (
    due bigint, held bigint, waiting bigint, retried bigint, stopped bigint, oldest_due timestamptz,
    unsent bigint, given_up bigint, oldest_unsent timestamptz, incidents bigint)
    language sql stable security definer set search_path = public, pg_temp
as $$
    with due as materialized (
        select due_at, lease_until from job where due_at <= moment order by due_at limit 10001),
    unsent as materialized (
        select created_at from outbox where sent_at is null and next_attempt_at < 'infinity' order by next_attempt_at limit 10001)
    select (select count(*) from due where lease_until is null or lease_until <= moment),
           (select count(*) from due where lease_until > moment),
           (select count(*) from (select from job where due_at > moment and due_at < 'infinity' limit 10001) later),
           (select count(*) from (select from job where attempts > 0 and due_at > moment and due_at < 'infinity' limit 10001) again),
           (select count(*) from (select from job where due_at = 'infinity' limit 10001) still),
           (select min(due_at) from due where lease_until is null or lease_until <= moment),
           (select count(*) from unsent),
           (select count(*) from (select from outbox where sent_at is null and next_attempt_at = 'infinity' limit 10001) ended),
           (select min(created_at) from unsent),
           (select count(*) from (select from incident where resolved_at is null limit 10001) open)
$$;

create or replace function reserve_incidents_by_process() returns table (process text, incidents bigint)
    language sql stable security definer set search_path = public, pg_temp
as $$
    select d.key, count(*)
    from (select run_id from incident where resolved_at is null limit 10001) i
    join process_run r on r.id = i.run_id
    join process_definition d on d.id = r.definition_id
    group by d.key
$$;

create or replace function reserve_untold_incidents() returns table (territory text, incidents bigint)
    language sql stable security definer set search_path = public, pg_temp
as $$
    select i.territory, count(*) from incident i where i.told_at is null and i.resolved_at is null group by i.territory
$$;

-- Marks the incidents of these territories as told; gives how many there were in each process.
create or replace function reserve_tell_incidents(territories text[], moment timestamptz) returns table (process text, incidents bigint)
    language sql volatile security definer set search_path = public, pg_temp
as $$
    with told as (
        update incident i set told_at = moment
        where i.told_at is null and i.resolved_at is null and i.territory = any(territories)
        returning i.run_id)
    select d.name, count(*)
    from told join process_run r on r.id = told.run_id join process_definition d on d.id = r.definition_id
    group by d.name order by 2 desc, 1
$$;

do $$
declare
    it text;
begin
    foreach it in array array['reserve_work(timestamptz)', 'reserve_incidents_by_process()', 'reserve_untold_incidents()',
                              'reserve_tell_incidents(text[], timestamptz)']
    loop
        execute format('revoke all on function %s from public', it);
        execute format('grant execute on function %s to reserve_app', it);
    end loop;
end $$;
