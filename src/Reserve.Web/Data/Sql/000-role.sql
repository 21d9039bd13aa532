-- The role that the application acts as: it owns nothing and row-level security binds it.
-- Roles belong to the cluster, so several databases may create it at the same time.
do $$
begin
    if not exists (select from pg_roles where rolname = 'reserve_app') then
        create role reserve_app nologin noinherit;
    end if;
exception when duplicate_object or unique_violation then null;
end $$;

do $$
begin
    if not pg_has_role(current_user, 'reserve_app', 'member') then
        execute format('grant reserve_app to %I', current_user);
    end if;
exception when unique_violation then null;
end $$;

grant usage on schema public to reserve_app;

-- Whether a row of this territory is seen by the scope of the running transaction. No scope: nothing is seen.
create or replace function reserve_sees(territory text) returns boolean
    language sql stable parallel safe
    return territory = current_setting('reserve.scope', true)
        or starts_with(territory, current_setting('reserve.scope', true) || '.');
