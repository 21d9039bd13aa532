-- What the application's login may enter, and how row-level security sees it. The roles themselves belong to the server and are made by
-- a superuser before the first migration: `reserve admin roles` prints how.
do $$
begin
    if not exists (select from pg_roles where rolname = 'reserve_app') then
        raise exception 'The role reserve_app does not exist. Let a superuser run the script that "reserve admin roles" prints.';
    end if;
end $$;

grant usage on schema public to reserve_app;

-- Whether a row of this territory is seen by the scope of the running transaction. No scope: nothing is seen.
create or replace function reserve_sees(territory text) returns boolean
    language sql stable parallel safe
    return territory = current_setting('reserve.scope', true)
        or starts_with(territory, current_setting('reserve.scope', true) || '.');
