namespace Reserve.Benchmarks.ManyRuns;

/// <summary>
/// The statements that copy runs in sets, in order. Two fifths of the runs lie in the municipalities of Chelyabinsk region, the rest over
/// the
/// country; a third of the tasks is assigned, a fifth overdue, many are due at the same moment, some at none.
/// </summary>
internal static class OpenRunsSql
{
    public static IReadOnlyList<string> Steps { get; } =
    [
        """
            create function pg_temp.id(moment timestamptz, number bigint, kind text) returns uuid language sql immutable as $$
                select (lpad(to_hex((extract(epoch from moment) * 1000)::bigint), 12, '0') || '7'
                    || substr(md5(kind || number), 1, 3) || '8' || substr(md5(kind || number), 4, 15))::uuid $$
            """,
        """
            insert into users (id, display_name, territory, roles, disabled, user_name, normalized_user_name, email_confirmed,
                               phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count)
            select pg_temp.id(now(), i, 'user'), 'Сотрудник ' || i, 'RU.74', '{HrOfficer}', false, 'clerk-' || i, 'CLERK-' || i, false,
              false,
                   false, true, 0
            from generate_series(1, 500) i
            """,
        """
            create temp table made as
            with places as (
                select array_agg(path order by path) filter (where path like 'RU.74.%') as near, array_agg(path order by path) as everywhere
                from territories),
            drawn as (
                select i, i > @count as over, now() - i * interval '25 seconds' as at, (hashint8(i)::bigint & 2147483647) as chance
                from generate_series(1, @count + @count / 10) i)
            select d.i, d.over, d.at, d.chance, pg_temp.id(d.at, d.i, 'run') as id,
                   case when d.over then (@ended)[1 + d.chance % cardinality(@ended)]
                     else (@open)[1 + d.chance % cardinality(@open)] end as like_run,
                   case when d.chance % 5 < 2 then p.near[1 + (d.chance / 7) % cardinality(p.near)]
                        else p.everywhere[1 + (d.chance / 7) % cardinality(p.everywhere)] end as territory
            from drawn d cross join places p
            """,
        """
            insert into process_run (id, definition_id, status, version, state, territory, business_key, started_by, started_at, ended_at)
            select m.id, r.definition_id, r.status, r.version, r.state, m.territory, 'Дело ' || m.i, r.started_by, m.at,
                   case when r.status <> 'running' then m.at + interval '9 days' end
            from made m join process_run r on r.id = m.like_run
            """,
        """
            insert into run_step (run_id, step, territory, at, actor, cause, elements, moves, instances, scopes, given)
            select m.id, s.step, m.territory, m.at, s.actor, s.cause, s.elements, s.moves, s.instances, s.scopes, s.given
            from made m join run_step s on s.run_id = m.like_run
            """,
        """
            insert into task (run_id, wait_id, element_id, title, role, territory, assignee, due_at, inputs, state, opened_at,
                              closed_at, closed_by, closed_by_name)
            select m.id, t.wait_id, t.element_id, t.title || ' дело № ' || m.i, t.role, m.territory, a.assignee,
                   case when m.chance % 10 < 9 then date_trunc('day', now()) + (m.chance / 10 % 100 - 22) * interval '1 day' end,
                   t.inputs, t.state, m.at, case when t.state = 'done' then m.at + interval '9 days' end,
                   case when t.state = 'done' then coalesce(a.assignee, (@people)[1]) end, t.closed_by_name
            from made m join task t on t.run_id = m.like_run
            cross join lateral (select case when m.chance / 3 % 100 < 3 then (@people)[1 + m.chance / 300 % cardinality(@people)]
                when m.chance / 3 % 100 < 33 then (select pg_temp.id(now(), 1 + m.chance / 300 % 500, 'user')) end as assignee) a
            """,
        """
            insert into job (run_id, wait_id, kind, element_id, activity, payload, due_at)
            select m.id, j.wait_id, j.kind, j.element_id, j.activity, j.payload, now() + interval '1 day' + m.chance % 90 * interval '1 day'
            from made m join job j on j.run_id = m.like_run where m.chance / 11 % 3 = 0
            """,
        """
            insert into message_subscription (run_id, wait_id, kind, name, correlation, element_id)
            select m.id, s.wait_id, s.kind, s.name, 'key-' || m.i, s.element_id
            from made m join message_subscription s on s.run_id = m.like_run
            """,
        """
            insert into incident (id, run_id, wait_id, element_id, territory, code, message, raised_at, told_at)
            select pg_temp.id(m.at, m.i, 'incident'), m.id, null, 'work', m.territory, (array['FEEL-TYPE', 'ACTIVITY-FAILED',
              'LOOP'])[1 + m.chance % 3],
                   'Пробный инцидент ' || m.i, m.at + interval '1 hour', now()
            from made m where not m.over and m.chance / 13 % 50 = 0
            """,
        """
            with sent as (
                insert into job (run_id, wait_id, kind, element_id, payload, due_at)
                select m.id, -1, 'message', 'work', '{"name":"bench-late","variables":{}}', now() + interval '1 day'
                from made m where not m.over and m.chance / 17 % 50 = 0
                returning run_id, due_at)
            insert into waiting_message (run_id, wait_id, territory, name, correlation, element_id, sent_at, expires_at)
            select s.run_id, -1, m.territory, 'bench-late', 'key-' || m.i, 'work', date_trunc('minute',
              now() - m.chance % 1440 * interval '1 minute'),
                   s.due_at
            from sent s join made m on m.id = s.run_id
            """,
        """
            create temp table person as
            select i, pg_temp.id(now() - i * interval '1 minute', i, 'candidate') as id, (hashint8(i + 7)::bigint & 2147483647) as chance,
                   now() - i * interval '1 minute' as at
            from generate_series(1, @candidates) i
            """,
        """
            insert into candidates (id, territory, last_name, first_name, middle_name, birth_date, snils, workplace, position, nomination,
                                    contests, registered_at)
            select p.id, t.path,
                   (array['Берестов', 'Вешняков', 'Горностаев', 'Долгопрудов', 'Жаворонков', 'Заозёров', 'Калинников', 'Лугинин', 'Озерков',
                          'Филинов'])[1 + p.chance % 10] || (array['', 'ский', 'ец', 'ин', 'енко'])[1 + p.chance / 10 % 5],
                   (array['Александр', 'Борис', 'Вадим', 'Григорий', 'Денис', 'Евгений', 'Иван', 'Кирилл'])[1 + p.chance / 50 % 8],
                   (array['Петрович', 'Ильич', 'Олегович', null])[1 + p.chance / 400 % 4],
                   date '1960-01-01' + (p.chance % 12000)::int, lpad(p.i::text, 11, '0'), 'Школа № ' || p.i, 'Директор', 'SelfNomination',
                     '{}', p.at
            from person p join (select path, row_number() over (order by path) - 1 as n, count(*) over () as many from territories) t
                on t.n = p.chance % t.many
            """,
        """
            insert into reserve_entries (id, candidate_id, territory, is_current, status, stage, stage_since, applied_at, enrolled_at,
              term_ends,
                                         renewals, zone, score, rated_at, higher_post, closed_at, closing_reason)
            select pg_temp.id(p.at, p.i, 'entry'), p.id, c.territory, true, s.status,
                   (array['Enrolment', 'Development', 'Attestation', 'Rating', 'Use', 'Support', 'Effectiveness'])[1 + p.chance % 7],
                     p.at, p.at,
                   case when s.status <> 'Applied' then p.at end, case when s.status <> 'Applied' then p.at + interval '3 years' end, 0,
                   case when s.rated then (array['Priority', 'Pool', 'Risk'])[1 + p.chance % 3] end,
                   case when s.rated then (p.chance % 1000) / 10.0 end, case when s.rated then p.at end, false,
                   case when s.status = 'Closed' then p.at end, case when s.status = 'Closed' then 'OwnWish' end
            from person p join candidates c on c.id = p.id
            cross join lateral (select (array['Applied', 'InReserve', 'InReserve', 'Closed'])[1 + p.chance / 9 % 4] as status,
                                       p.chance / 9 % 4 > 0 and p.chance % 2 = 0 as rated) s
            """,
        "drop table made, person",
        """
            vacuum (analyze) process_run, run_step, task, job, message_subscription, waiting_message, incident, users, candidates,
                             reserve_entries
            """,
    ];
}
