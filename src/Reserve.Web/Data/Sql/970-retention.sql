-- Runs again after every change of the schema.
-- The retention deletes through these functions alone: they ask the clock of the server, the policy and the holds themselves, so that
-- whoever calls them cannot delete what must stay.
revoke insert, delete on retention_policy from reserve_app;
revoke update on retention_policy from reserve_app;
grant update (days, row_version) on retention_policy to reserve_app;
revoke update, delete on retention_change, retention_log from reserve_app;
revoke insert on retention_log from reserve_app;
revoke update, delete on retention_run from reserve_app;
grant update (finished_at) on retention_run to reserve_app;
revoke update, delete on legal_hold from reserve_app;
grant update (lifted_by, lifted_at, lift_reason) on legal_hold to reserve_app;

-- Whether something of this territory, or that names one of these ids, is held. What belongs to no territory is held by any held territory.
create or replace function retention_is_held(place text, ids uuid[]) returns boolean
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$
        select exists (
            select from legal_hold h where h.lifted_at is null and case
                when h.subject_id is not null then h.subject_id = any(ids)
                else $1 is null or $1 = h.territory or starts_with($1, h.territory || '.') end)
    $$;

-- Whether a text names something that is held.
create or replace function retention_names_held(content text) returns boolean
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$
        select exists (
            select from legal_hold h where h.lifted_at is null and h.subject_id is not null
              and (position(h.subject_id::text in $1) > 0 or position(replace(h.subject_id::text, '-', '') in $1) > 0))
    $$;

-- A run with all that it called, and so on.
create or replace function retention_family(root uuid) returns table (id uuid, territory text, subject_id text, ended_at timestamptz)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$
        with recursive family as (
            select r.id, r.territory, r.subject_id, r.ended_at from process_run r where r.id = root
            union all
            select r.id, r.territory, r.subject_id, r.ended_at from process_run r join family f on r.parent_run_id = f.id)
        select * from family
    $$;

-- A subject's id is a text; ours are GUIDs.
create or replace function retention_id(given text) returns uuid
    language sql immutable set search_path = pg_catalog, pg_temp
    as $$ select case when given ~ '^[0-9a-fA-F-]{36}$' then given::uuid end $$;

-- The next rows of a subject in the order in which they were made: is it old, has its term ended, is it held?
create or replace function retention_page(subject text, until timestamptz, after_key text, most int)
    returns table (key text, old boolean, due boolean, held boolean)
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$
begin
    case subject
    when 'runs' then
        return query
            select r.id::text, r.started_at < until, f.due, f.due and f.held
            from (select * from process_run x where x.parent_run_id is null
                    and x.id > coalesce(after_key, '00000000-0000-0000-0000-000000000000')::uuid order by x.id limit most) r
            cross join lateral (
                select coalesce(bool_and(c.ended_at is not null and c.ended_at < until), false) as due,
                       coalesce(bool_or(retention_is_held(c.territory, array[c.id, retention_id(c.subject_id)])), false) as held
                from retention_family(r.id) c where r.ended_at < until) f
            order by r.id;
    when 'steps' then
        return query
            select r.id::text, r.started_at < until, d.due,
                   d.due and retention_is_held(r.territory, array[r.id, retention_id(r.subject_id)])
            from (select * from process_run x where x.id > coalesce(after_key, '00000000-0000-0000-0000-000000000000')::uuid
                  order by x.id limit most) r
            cross join lateral (
                select coalesce(r.ended_at < until, false) and exists (select from run_step s where s.run_id = r.id) as due) d
            order by r.id;
    when 'outbox' then
        return query
            select o.id::text, o.created_at < until, d.due,
                   d.due and (retention_is_held(to_jsonb(o) ->> 'territory', array[o.id])
                              or retention_names_held(o.payload::text || o.idempotency_key))
            from (select * from outbox x where x.id > coalesce(after_key, '00000000-0000-0000-0000-000000000000')::uuid
                  order by x.id limit most) o
            cross join lateral (select coalesce(o.sent_at < until, false) as due) d
            order by o.id;
    when 'letters' then
        return query
            select l.id::text, l.received_at < until, d.due,
                   d.due and retention_is_held(l.territory, array[l.id, l.case_id, c.candidate_id])
            from (select * from incoming_letters x where x.id > coalesce(after_key, '00000000-0000-0000-0000-000000000000')::uuid
                  order by x.id limit most) l
            join appointment_cases c on c.id = l.case_id
            cross join lateral (select coalesce(l.received_at < until and c.closed_at < until, false) as due) d
            order by l.id;
    when 'audit' then
        return query
            select a.id::text, a.at < until, d.due, d.due and retention_is_held(a.territory, a.subjects)
            from (select * from audit_events x where x.id > coalesce(after_key, '0')::bigint order by x.id limit most) a
            -- What is not sealed yet stays until it is.
            cross join lateral (select a.at < until and not exists (select from audit_unsealed u where u.event_id = a.id) as due) d
            order by a.id;
    when 'changes' then
        return query
            select c.event_id::text, a.at < until, a.at < until, a.at < until and retention_is_held(a.territory, a.subjects)
            from (select * from audit_changes x where x.event_id > coalesce(after_key, '0')::bigint order by x.event_id limit most) c
            join audit_events a on a.id = c.event_id
            order by c.event_id;
    when 'notifications' then
        return query
            select n.id::text, n.at < until, n.at < until,
                   n.at < until and (retention_is_held(n.territory, array[]::uuid[]) or retention_names_held(coalesce(n.page, '')))
            from (select * from notifications x where x.id > coalesce(after_key, '0')::bigint order by x.id limit most) n
            order by n.id;
    end case;
end $$;

-- Ended runs with everything that hangs on them. Which tables hang on a run is asked of the catalogue, so that a table that is added later
-- is not forgotten; the farthest from the run goes first.
create or replace function retention_drop_runs(roots uuid[]) returns void
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp
    as $$
declare
    ids uuid[];
    part regclass;
begin
    select array_agg(f.id) into ids from unnest(roots) root cross join lateral retention_family(root) f;
    for part in
        with recursive parts as (
            select 'process_run'::regclass::oid as of, 0 as depth
            union
            select c.conrelid, p.depth + 1 from pg_constraint c join parts p on c.confrelid = p.of
            where c.contype = 'f' and c.conrelid <> c.confrelid and p.depth < 10)
        select of::regclass from parts where depth > 0 group by of order by max(depth) desc
    loop
        execute format('delete from %s where run_id = any($1)', part) using ids;
    end loop;
    delete from process_run where id = any(ids);
end $$;

create or replace function retention_until(asked text) returns timestamptz
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$
        select now() - make_interval(days => greatest(p.days, coalesce(p.legal_days, 0), coalesce(p.needed_days, 0)))
        from retention_policy p where p.subject = asked and p.days is not null
    $$;

-- One bounded batch of a night: removes what is due and not held, writes down how much, and says whether the subject is done.
create or replace function reserve_retention_step(night uuid, asked text, most int) returns boolean
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp
    as $$
declare
    entry retention_log;
    page record;
begin
    insert into retention_log (run_id, subject, until)
        select night, asked, retention_until(asked) where retention_until(asked) is not null
        on conflict (run_id, subject) do nothing;
    select * into entry from retention_log l where l.run_id = night and l.subject = asked for update;
    if entry is null or entry.finished_at is not null then
        return true;
    end if;
    -- A term that was lengthened since the night began counts at once.
    entry.until := least(entry.until, retention_until(asked));
    if entry.until is null then
        update retention_log set finished_at = now() where run_id = night and subject = asked;
        return true;
    end if;

    select coalesce(array_agg(p.key) filter (where p.due and not p.held), '{}') as keys, count(*) as seen,
           count(*) filter (where p.held) as held, coalesce(bool_or(p.old), false) as old, (array_agg(p.key))[count(*)] as last_key
    into page
    from retention_page(asked, entry.until, entry.last_key, least(greatest(most, 1), 5000)) p;

    case asked
    when 'runs' then perform retention_drop_runs(page.keys::uuid[]);
    when 'steps' then
        if to_regclass('public.step_value') is not null then
            execute 'delete from step_value where run_id = any($1)' using page.keys::uuid[];
        end if;
        delete from run_step where run_id = any(page.keys::uuid[]);
    when 'outbox' then delete from outbox where id = any(page.keys::uuid[]);
    when 'letters' then delete from incoming_letters where id = any(page.keys::uuid[]);
    when 'audit' then
        if cardinality(page.keys) > 0 then
            delete from audit_events where id = any(page.keys::bigint[]);
            -- Whoever called signs it before the transaction ends.
            insert into audit_cuts (cut_at, until, event_ids) values (now(), entry.until, page.keys::bigint[]);
        end if;
    when 'changes' then delete from audit_changes where event_id = any(page.keys::bigint[]);
    when 'notifications' then delete from notifications where id = any(page.keys::bigint[]);
    end case;

    update retention_log set removed = removed + cardinality(page.keys), held = retention_log.held + page.held, until = entry.until,
           last_key = coalesce(page.last_key, retention_log.last_key), finished_at = case when page.old then null else now() end
    where run_id = night and subject = asked;
    return not page.old;
end $$;

-- What a night would remove now, among the oldest rows; complete says whether these were all.
create or replace function reserve_retention_preview(asked text, days int, most int)
    returns table (due bigint, held bigint, complete boolean)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$
        select count(*) filter (where p.due and not p.held), count(*) filter (where p.held),
               count(*) < $3 or not coalesce(bool_or(p.old), false)
        from retention_page($1, now() - make_interval(days => $2), null, $3) p
    $$;

-- A legal minimum is only ever raised here; it is lowered by the owner of the database, by hand (docs/operations.md).
create or replace function reserve_retention_minimum(asked text, wanted int, basis text) returns boolean
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp
    as $$
begin
    update retention_policy p set legal_days = wanted, legal_basis = basis, row_version = p.row_version + 1,
           days = case when p.days is null then null else greatest(p.days, wanted) end
    where p.subject = asked and wanted >= coalesce(p.legal_days, 1);
    return found;
end $$;

do $$
declare
    ours regprocedure;
begin
    for ours in
        select p.oid::regprocedure from pg_proc p where p.pronamespace = 'public'::regnamespace and p.proname like 'retention\_%'
    loop
        execute format('revoke all on function %s from public, reserve_app', ours);
    end loop;
    for ours in
        select p.oid::regprocedure from pg_proc p where p.pronamespace = 'public'::regnamespace and p.proname like 'reserve\_retention\_%'
    loop
        execute format('revoke all on function %s from public', ours);
        execute format('grant execute on function %s to reserve_app', ours);
    end loop;
end $$;
