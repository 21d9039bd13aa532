-- What the application must read or lock above or beside its scope. Each function is one narrow question, runs with the owner's rights,
-- and may be called by the application only (955-functions.sql). docs/adr/0005-row-level-security.md lists them; a test compares.

-- Sign-in: nobody's scope is known yet. Names of users are unique in the country.
create or replace function reserve_user_by_name(normalized text) returns setof users
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$ select * from users where normalized_user_name = $1 $$;

-- The cookie's stamp is compared before the request has a scope.
create or replace function reserve_user_by_id(id uuid) returns setof users
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$ select * from users u where u.id = $1 $$;

-- Who holds one of the roles for a territory: in it, above it, or below its region. Tasks, reminders and papers name them.
create or replace function reserve_users_of_role(roles text[], territory text)
    returns table (id uuid, user_name text, display_name text, email text, territory text, roles text[], disabled boolean)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$
        select u.id, u.user_name, u.display_name, u.email, u.territory, u.roles, u.disabled from users u
        where not u.disabled and u.roles && $1
          and (u.territory = $2 or starts_with($2, u.territory || '.') or starts_with(u.territory, $2 || '.'))
    $$;

-- People named by their ids, such as assignees, with those who left.
create or replace function reserve_people(ids uuid[])
    returns table (id uuid, user_name text, display_name text, email text, territory text, roles text[], disabled boolean)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$ select u.id, u.user_name, u.display_name, u.email, u.territory, u.roles, u.disabled from users u where u.id = any($1) $$;

-- Whether an insurance number is known anywhere: the number is a person's, not a region's. Says nothing else of the person.
create or replace function reserve_knows_snils(snils text) returns boolean
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$ select exists (select from candidates c where c.snils = $1) $$;

-- The judges of a case: members of the commissions whose territory covers it, each with the opinions that they owe anywhere.
create or replace function reserve_experts(territory text) returns table (user_id uuid, name text, owed bigint)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$
        select m.user_id, m.name, (select count(*) from expert_opinions o where o.expert_user_id = m.user_id and o.given_at is null)
        from commission_members m
        where m.left_at is null and not m.is_chair and ($1 = m.territory or starts_with($1, m.territory || '.'))
    $$;

-- How people mark on matters of a kind, in whichever territory: of how many opinions, the mean and the spread of their marks in per cent of
-- the scales. Only these numbers, of nobody's case.
create or replace function reserve_marking_habits(people uuid[], kind text)
    returns table (person uuid, opinions bigint, mean double precision, spread double precision)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$
        select coalesce(o.given_by_id, o.expert_user_id), count(distinct o.id), avg(p.share), coalesce(stddev_pop(p.share), 0)
        from expert_opinions o
        join criteria_sets s on s.id = o.criteria_id and s.kind = $2
        join opinion_marks m on m.opinion_id = o.id
        cross join lateral (
            select 100.0::double precision * (m.mark - (c ->> 'min')::int) / ((c ->> 'max')::int - (c ->> 'min')::int) as share
            from jsonb_array_elements(s.criteria) c where c ->> 'key' = m.key) p
        where coalesce(o.given_by_id, o.expert_user_id) = any($1)
        group by 1
    $$;

-- Whoever sits in the commission of exactly this territory at a moment, each in their seat or by an instrument in that of another.
create or replace function reserve_seats(territory text, moment timestamptz)
    returns table (seat uuid, territory text, holder uuid, holder_name text, user_id uuid, name text, seat_role text, votes boolean,
                   substitution uuid, shown text)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$
        select m.id, m.territory, m.user_id, m.name, coalesce(s.substitute_user_id, m.user_id),
               left(case when s.id is null then m.name else s.substitute_name || ' ' || s.shown end, 200),
               coalesce(m.seat_role, case when m.is_chair then 'Chair' else 'Member' end), m.votes, s.id, s.shown
        from commission_members m
        left join substitutions s on s.seat_id = m.id and s.starts_at <= $2 and s.ends_at > $2
        where m.territory = $1 and m.joined_at <= $2 and (m.left_at is null or m.left_at > $2) and (m.ends_at is null or m.ends_at > $2)
    $$;

-- The judges of a case at a moment: whoever sits in the voting seats then, but the chair.
create or replace function reserve_experts(territory text, moment timestamptz) returns table (user_id uuid, name text, owed bigint)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$
        select s.user_id, s.name, (select count(*) from expert_opinions o where o.expert_user_id = s.user_id and o.given_at is null)
        from (select distinct m.territory from commission_members m
              where $1 = m.territory or starts_with($1, m.territory || '.')) c
        cross join lateral reserve_seats(c.territory, $2) s
        where s.votes and s.seat_role <> 'Chair'
    $$;

-- The voting members of the commission of exactly this territory: rows of their seats, with the name and the user of whoever sits there.
create or replace function reserve_commission(territory text, moment timestamptz) returns setof commission_members
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$
        select (jsonb_populate_record(m, jsonb_build_object('user_id', s.user_id, 'name', s.name))).*
        from reserve_seats($1, $2) s join commission_members m on m.id = s.seat where s.votes
    $$;

-- The same now, for nodes of the release before.
create or replace function reserve_commission(territory text) returns setof commission_members
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$ select * from reserve_commission($1, now()) $$;

-- For whom a person acts at a moment: by substitutions in force of a territory that the person's own still covers.
create or replace function reserve_grants(person uuid, moment timestamptz)
    returns table (id uuid, absent uuid, territory text, roles text[], of_all boolean, seat uuid, shown text)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$
        select s.id, s.absent_user_id, s.territory,
               case when s.seat_id is not null then '{}'::text[]
                    when s.role is null then a.roles
                    else array(select r from unnest(a.roles) r where r = s.role) end,
               s.role is null and s.seat_id is null, s.seat_id, s.shown
        from substitutions s
        join users a on a.id = s.absent_user_id
        join users u on u.id = s.substitute_user_id
        where s.substitute_user_id = $1 and s.starts_at <= $2 and s.ends_at > $2 and not u.disabled
          and (s.territory = u.territory or starts_with(s.territory, u.territory || '.'))
        order by s.starts_at, s.id
    $$;

-- Who stands in for these people at a moment where a matter lies; of a matter of the commission only whoever has the seat.
create or replace function reserve_substitutes(absent uuid[], roles text[], territory text, moment timestamptz)
    returns table (absent uuid, substitute uuid)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$
        select s.absent_user_id, s.substitute_user_id from substitutions s
        join users u on u.id = s.substitute_user_id and not u.disabled
        where s.absent_user_id = any($1) and s.starts_at <= $4 and s.ends_at > $4
          and (s.territory = $3 or starts_with($3, s.territory || '.'))
          and case when s.seat_id is not null then 'CommissionMember' = any($2)
                   when s.role is not null then s.role = any($2)
                   else not 'CommissionMember' = any($2) end
    $$;

-- A sitting, of whichever commission it is.
create or replace function reserve_sitting(id uuid) returns setof commission_meetings
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$ select * from commission_meetings m where m.id = $1 $$;

-- The authority behind an address that is registered for a territory that covers this one; no row when there is none.
create or replace function reserve_sender(address text, territory text) returns table (authority text)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$
        select s.authority from registered_senders s
        where s.address = $1 and (s.territory = $2 or starts_with($2, s.territory || '.')) order by length(s.territory) desc limit 1
    $$;

-- What the public page says of a certificate to whoever has its code.
create or replace function reserve_confirmation(code text) returns setof paper_confirmations
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$ select * from paper_confirmations c where c.code = $1 $$;

-- A step begins by locking its run; in which territory it goes on is known only then. plpgsql keeps the plans of what runs often.
create or replace function reserve_lock_run(id uuid) returns setof process_run
    language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
    as $$ begin return query select * from process_run r where r.id = $1 for no key update; end $$;

-- A person's own task may lie outside their territory. Who may act on it is asked afterwards.
create or replace function reserve_task(run uuid, wait bigint) returns setof task
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$ begin return query select * from task t where t.run_id = $1 and t.wait_id = $2; end $$;

-- The task of an element in the runs about a subject: an open one before closed ones, the person's own before the role's.
-- For nodes of the release before, which know tasks by their element.
create or replace function reserve_find_task(subject_type text, subject_id text, element text, person uuid)
    returns table (run_id uuid, wait_id bigint)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$
        select t.run_id, t.wait_id from task t join process_run r on r.id = t.run_id
        where r.subject_type = $1 and r.subject_id = $2 and t.element_id = $3 and (t.assignee is null or t.assignee = $4)
        order by (t.state = 'open') desc, (t.assignee is null), t.opened_at desc limit 1
    $$;

-- The task of a command in the runs about a subject.
create or replace function reserve_find_task_of(subject_type text, subject_id text, command text, person uuid)
    returns table (run_id uuid, wait_id bigint)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$
        select t.run_id, t.wait_id from task t join process_run r on r.id = t.run_id
        where r.subject_type = $1 and r.subject_id = $2 and task_command(t.inputs, t.element_id) = $3
          and (t.assignee is null or t.assignee = $4)
        order by (t.state = 'open') desc, (t.assignee is null), t.opened_at desc limit 1
    $$;

-- The same, where the person stands in for others: an open task before closed ones, the own before theirs, theirs before the role's.
create or replace function reserve_find_task_of(subject_type text, subject_id text, command text, persons uuid[])
    returns table (run_id uuid, wait_id bigint)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$
        select t.run_id, t.wait_id from task t join process_run r on r.id = t.run_id
        where r.subject_type = $1 and r.subject_id = $2 and task_command(t.inputs, t.element_id) = $3
          and (t.assignee is null or t.assignee = any($4))
        order by (t.state = 'open') desc, array_position($4, t.assignee) nulls last, t.opened_at desc limit 1
    $$;

-- Whether anybody anywhere ever ran by one of these versions.
create or replace function reserve_has_runs(definitions uuid[]) returns boolean
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$ select exists (select from process_run r where r.definition_id = any($1)) $$;

-- A step takes back tasks of its run, also those that it gave to people above: only of a run in the scope.
drop function if exists reserve_withdraw_task(uuid, bigint, timestamptz, text);
create or replace function reserve_withdraw_tasks(run uuid, waits bigint[], moment timestamptz, by_name text) returns void
    language sql volatile security definer set search_path = pg_catalog, public, pg_temp
    as $$
        update task t set state = 'withdrawn', closed_at = $3, closed_by_name = $4
        where t.run_id = $1 and t.wait_id = any($2) and t.state = 'open'
          and exists (select from process_run r where r.id = $1 and reserve_sees(r.territory))
    $$;

-- The open tasks of a run in the scope, those that it gave to people above included.
create or replace function reserve_open_tasks(run uuid) returns setof task
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$
        select * from task t where t.run_id = $1 and t.state = 'open'
          and exists (select from process_run r where r.id = $1 and reserve_sees(r.territory)) order by t.wait_id
    $$;

-- An open task of a run in the scope is drawn differently after a migration, or given to somebody else.
create or replace function reserve_change_task(
    run uuid, wait bigint, element text, title text, role text, territory text, assignee uuid, due timestamptz, form text, page text,
    inputs jsonb, deadline jsonb, notice timestamptz) returns void
    language sql volatile security definer set search_path = pg_catalog, public, pg_temp
    as $$
        update task t set element_id = $3, title = $4, role = $5, territory = $6, assignee = $7, due_at = $8, form = $9, page = $10,
            inputs = $11, deadline = $12, notice_at = $13
        where t.run_id = $1 and t.wait_id = $2 and t.state = 'open'
          and exists (select from process_run r where r.id = $1 and reserve_sees(r.territory))
    $$;

-- Where a run lies.
create or replace function reserve_territory_of_run(id uuid) returns text
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$ select r.territory from process_run r where r.id = $1 $$;

-- Nodes take jobs for every territory; each is then worked on in the territory of its run.
-- The order of the rows' locks does not matter: rows locked by others are skipped.
create or replace function reserve_take_jobs(moment timestamptz, until timestamptz, most int) returns setof job
    language sql volatile security definer set search_path = pg_catalog, public, pg_temp
    as $$
        with due as materialized (
            select j.run_id, j.wait_id from job j
            where j.due_at <= $1 and (j.lease_until is null or j.lease_until <= $1)
            order by j.due_at limit $3 for update skip locked)
        update job j set lease_until = $2, fence = nextval('job_fence') from due where j.run_id = due.run_id and j.wait_id = due.wait_id
        returning j.*
    $$;

-- The same, but of the jobs that move one run only the first, and none of a run that the node is moving already: its row is locked, and
-- they would keep others waiting.
create or replace function reserve_take_run_jobs(moment timestamptz, until timestamptz, most int, moved uuid[]) returns setof job
    language sql volatile security definer set search_path = pg_catalog, public, pg_temp
    as $$
        with due as materialized (
            select j.run_id, j.wait_id, j.due_at, j.kind in ('message', 'signal') as sent, coalesce(j.target_run, j.run_id) as moves
                from job j
            where j.due_at <= $1 and (j.lease_until is null or j.lease_until <= $1)
              and (j.kind in ('message', 'signal') or coalesce(j.target_run, j.run_id) <> all ($4))
              -- A suspended run takes no step, but may be taken over to another version, resumed or cancelled; what it has sent goes
              -- its way.
              and (j.kind in ('message', 'signal')
                   or coalesce(j.activity, '') in ('Reserve.Migrate', 'Reserve.UndoMigration', 'Reserve.BulkAct')
                   or coalesce(j.target_run, j.run_id)
                      <> all (array(select r.id from process_run r where r.suspended_at is not null)))
            order by j.due_at limit $3 for update skip locked),
        first as (select d.*, row_number() over (partition by d.moves, d.sent order by d.due_at, d.wait_id) as place from due d)
        update job j set lease_until = $2, fence = nextval('job_fence') from first f
        where j.run_id = f.run_id and j.wait_id = f.wait_id and (f.sent or f.place = 1)
        returning j.*
    $$;

-- Tasks whose executors or superiors are to be told of the deadline now, wherever; each is then told in its own territory.
create or replace function reserve_due_notices(moment timestamptz, most int)
    returns table (run_id uuid, wait_id bigint, territory text)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$
        select t.run_id, t.wait_id, t.territory from task t
        where t.state = 'open' and t.notice_at <= $1 order by t.notice_at limit $2
    $$;

-- Who waits for a message, wherever; the key decides, not the territory. Exact keys come first, the longest wait before the others.
drop function if exists reserve_waiting(text, text, text);
create or replace function reserve_waiting(name text, correlation text) returns setof message_subscription
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$
        select * from message_subscription s
        where s.name = $1 and s.kind = 'message' and (s.correlation is null or s.correlation = $2)
        order by (s.correlation is null), s.run_id, s.wait_id limit 100
    $$;

-- The next runs that wait for a signal, wherever, after the one told last.
create or replace function reserve_waiting_for_signal(name text, after uuid, most int) returns table (run_id uuid, wait_id bigint)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$
        select distinct on (s.run_id) s.run_id, s.wait_id from message_subscription s
        where s.name = $1 and s.kind = 'signal' and ($2 is null or s.run_id > $2) order by s.run_id limit $3
    $$;

-- A wait that opens makes the oldest message that was kept for it due, whichever territory's run has sent it.
create or replace function reserve_wake_message(name text, correlation text, moment timestamptz) returns void
    language sql volatile security definer set search_path = pg_catalog, public, pg_temp
    as $$
        update job set due_at = $3, lease_until = null where (run_id, wait_id) = (
            select m.run_id, m.wait_id from waiting_message m join job j on j.run_id = m.run_id and j.wait_id = m.wait_id
            where m.name = $1 and ($2 is null or m.correlation = $2) and m.expired_at is null and j.due_at > $3
            order by m.sent_at limit 1 for update of j skip locked)
    $$;

-- Nodes send the outbox of every territory; each message is then sent and noted in its own.
create or replace function reserve_take_outbox(moment timestamptz, until timestamptz, kinds text[]) returns setof outbox
    language sql volatile security definer set search_path = pg_catalog, public, pg_temp
    as $$
        with due as materialized (
            select o.id from outbox o
            where o.sent_at is null and o.next_attempt_at <= $1 and (o.lease_until is null or o.lease_until <= $1) and o.kind = any($3)
            order by o.next_attempt_at limit 10 for update skip locked)
        update outbox o set lease_until = $2, fence = o.fence + 1, attempts = o.attempts + 1, territory = coalesce(o.territory, 'RU')
        from due where o.id = due.id
        returning o.*
    $$;
