-- Tables whose rows belong to a run or a user and carry no territory of their own: seen where that run or user is seen. The federation sees
-- them all, which spares its large queries a look at each run.
do $$
declare
    protected_table text;
begin
    foreach protected_table in array array['job', 'message_subscription']
    loop
        execute format('alter table %I enable row level security', protected_table);
        execute format('drop policy if exists of_run on %I', protected_table);
        execute format(
            'create policy of_run on %I using (reserve_sees(''RU'') or exists (select from process_run r where r.id = run_id))',
            protected_table
        );
    end loop;
    foreach protected_table in array array['user_claims', 'user_logins', 'user_passkeys', 'user_tokens']
    loop
        execute format('alter table %I enable row level security', protected_table);
        execute format('drop policy if exists of_user on %I', protected_table);
        execute format('create policy of_user on %I using (exists (select from users u where u.id = user_id))', protected_table);
    end loop;
end $$;

alter table task_file enable row level security;
drop policy if exists of_task on task_file;
create policy of_task on task_file using (
    reserve_sees('RU') or exists (select from task t where t.run_id = task_file.run_id and t.wait_id = task_file.wait_id)
);

-- A run may give a task to those above it, which it does not see afterwards (reserve_withdraw_tasks takes it back).
-- Never to a territory beside.
drop policy if exists given_above on task;
create policy given_above on task for insert with check (
    starts_with(current_setting('reserve.scope', true) || '.', territory || '.') and exists (select from process_run r where r.id = run_id)
);
