-- What runs with the owner's rights is the application's alone to call; what is not named reserve_… is called by such functions only, or
-- by a trigger, which asks nobody's leave.
do $$
declare
    beyond record;
begin
    for beyond in
        select p.oid::regprocedure as called, starts_with(p.proname, 'reserve_') as is_called from pg_proc p
        where p.pronamespace = 'public'::regnamespace and p.prosecdef
    loop
        execute format('revoke all on function %s from public, reserve_app', beyond.called);
        if beyond.is_called then
            execute format('grant execute on function %s to reserve_app', beyond.called);
        end if;
    end loop;
end $$;
