grant select, insert, update, delete on all tables in schema public to reserve_app;
grant usage, select on all sequences in schema public to reserve_app;
grant execute on all functions in schema public to reserve_app;
revoke insert, update, delete on territories from reserve_app;

do $$
begin
    if to_regclass('"__EFMigrationsHistory"') is not null then
        revoke insert, update, delete on "__EFMigrationsHistory" from reserve_app;
    end if;
end $$;

revoke insert, update, delete on schema_scripts from reserve_app;
