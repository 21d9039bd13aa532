-- What runs with the owner's rights is the application's alone to call; what is not named reserve_… is called by such functions only.
do $$
declare
    beyond regprocedure;
begin
    for beyond in
        select p.oid::regprocedure from pg_proc p
        where p.pronamespace = 'public'::regnamespace and p.prosecdef and starts_with(p.proname, 'reserve_')
    loop
        execute format('revoke all on function %s from public', beyond);
        execute format('grant execute on function %s to reserve_app', beyond);
    end loop;
end $$;
