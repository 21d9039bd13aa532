-- What a step was given is only ever added to; it is erased by this function alone, which writes down who, when and why.
revoke update, delete on step_value, step_erasure, run_refusal from reserve_app;

create or replace function reserve_erase_step_inputs(erasure uuid, run uuid, who text, why text, moment timestamptz) returns int
    language plpgsql security definer set search_path = public, pg_temp as $$
declare
    erased int;
    place text;
begin
    select r.territory into place from process_run r where r.id = run and r.status <> 'running' and reserve_sees(r.territory);
    if place is null then
        raise exception 'the run is not there, still runs or is of another territory' using errcode = 'check_violation';
    end if;
    update run_step s set given = null where s.run_id = run and s.given is not null;
    get diagnostics erased = row_count;
    update step_value v set content = null where v.run_id = run and v.content is not null;
    update run_migration_item i set before = null, tasks = null where i.run_id = run;
    insert into step_erasure (id, run_id, territory, at, actor, reason, steps) values (erasure, run, place, moment, who, why, erased);
    return erased;
end $$;
revoke execute on function reserve_erase_step_inputs from public;
grant execute on function reserve_erase_step_inputs to reserve_app;
