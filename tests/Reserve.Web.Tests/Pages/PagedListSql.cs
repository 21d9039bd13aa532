namespace Reserve.Web.Tests.Pages;

/// <summary>Rows for every list that has pages, copied from one run; many of them share their moment, which a list must bear.</summary>
internal static class PagedListSql
{
    public const string Insert = """
        create temp table made as select i, gen_random_uuid() as id, 'RU.74.' || lpad((1 + i % 43)::text, 2, '0') as territory
            from generate_series(1, 130) i;
        insert into process_run (id, definition_id, status, version, state, territory, business_key, started_by, started_at)
            select m.id, r.definition_id, r.status, r.version, r.state, m.territory, 'Дело ' || m.i, 'система',
              @now - m.i / 40 * interval '1 hour'
            from made m, process_run r where r.id = @run;
        insert into task (run_id, wait_id, element_id, title, role, territory, assignee, due_at, opened_at)
            select id, 1, 'work', 'Проверить дело ' || i, 'HrOfficer', territory, case when i % 4 = 0 then @person end,
                   case when i % 3 > 0 then @now + i / 50 * interval '1 day' end, @now
            from made;
        insert into job (run_id, wait_id, kind, due_at) select id, -1, 'message', @now + interval '1 day' from made;
        insert into waiting_message (run_id, wait_id, territory, name, correlation, sent_at, expires_at)
            select id, -1, territory, 'late', 'key-' || i, @now, @now + interval '1 day' from made;
        insert into run_step (run_id, step, territory, at, actor, cause, elements, moves, instances, scopes)
            select @run, i + 10, 'RU.74', @now, 'шаг ' || i, 'task', array['work'], 'c', array[i], array[0] from made;
        insert into incident (id, run_id, element_id, territory, code, message, raised_at)
            select gen_random_uuid(), id, 'work', territory, 'CODE-' || i, 'Беда ' || i, @now - i * interval '1 minute' from made;
        insert into audit_events (at, user_name, by_system, command, subjects, territory, outcome)
            select @now, 'делопроизводитель ' || i, false, 'Enrol', '{}', territory, 'Done' from made;
        insert into notifications (user_id, territory, text, is_escalation, at)
            select @person, 'RU.74', 'Уведомление ' || i, false, @now from made;
        insert into users (id, display_name, territory, roles, disabled, user_name, normalized_user_name, email_confirmed,
                           phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count)
            select id, 'Сотрудник ' || i, territory, '{HrOfficer}', false, 'clerk-' || i, 'CLERK-' || i, false, false, false, true, 0
              from made;
        insert into registered_senders (id, territory, address) values (gen_random_uuid(), 'RU.74', 'aside@example.org');
        insert into outbox (id, kind, idempotency_key, payload, created_at, next_attempt_at, territory)
            select id, 'mail', 'key-' || i, jsonb_build_object('to', 'a' || i || '@example.org', 'subject', 'Письмо ' || i), @now, @now,
              'RU.74'
            from made;
        insert into appointment_cases (id, territory, person_name, position, source, registered_at, deadline, state, returns, defects,
                                       materials_locked)
            select id, territory, 'Человек ' || i, 'Директор', 'Cabinet', @now, (@now)::date, 'Registered', 0, '{}', false from made;
        insert into commission_meetings (id, territory, scheduled_at, place, state, present_user_ids, present_names)
            select id, 'RU.74', @now, 'Кабинет ' || i, 'Planned', '{}', '{}' from made;
        insert into current_heads (id, territory, person_name) select id, territory, 'Руководитель ' || i from made;
        insert into tenures (id, head_id, territory, position, starts_on, act_number, act_date)
            select id, id, territory, 'Директор ' || i, date '2024-01-01', 'Акт ' || i, date '2024-01-01' from made;
        insert into candidates (id, territory, last_name, first_name, birth_date, snils, workplace, position, nomination, contests,
                                registered_at)
            select id, territory, (array['Ёлкин', 'Берестов', 'Яблонев'])[1 + i % 3], 'Иван', date '1980-01-01', lpad(i::text, 11, '0'),
                   'Школа № ' || i, 'Директор', 'SelfNomination', '{}', @now
            from made;
        insert into reserve_entries (id, candidate_id, territory, is_current, status, stage, stage_since, applied_at, renewals, zone, score,
                                     rated_at, higher_post)
            select id, id, territory, true, 'Applied', 'Enrolment', @now, @now, 0, case when i % 2 = 0 then 'Pool' end,
                   case when i % 2 = 0 then 50 + i % 5 end, case when i % 2 = 0 then @now end, false
            from made;
        """;
}
