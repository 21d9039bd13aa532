-- Every table with a territory column is protected. Not forced: the owner migrates and its
-- functions read above a scope; the application's login owns nothing, so every policy binds it.
do $$
declare
    protected_table text;
begin
    for protected_table in
        select c.relname
        from pg_class c
        join pg_attribute a on a.attrelid = c.oid and a.attname = 'territory' and not a.attisdropped
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
    loop
        execute format('alter table %I enable row level security', protected_table);
        execute format('drop policy if exists territory on %I', protected_table);
        execute format(
            'create policy territory on %I using (reserve_sees(territory)) with check (reserve_sees(territory))',
            protected_table
        );
    end loop;
end $$;
