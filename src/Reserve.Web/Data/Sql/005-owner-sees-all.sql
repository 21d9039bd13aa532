-- Early versions forced row-level security upon the owner too: what the scripts below carry over of such a database they would not see.
do $$
declare
    forced_table text;
begin
    for forced_table in
        select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relforcerowsecurity
    loop
        execute format('alter table %I no force row level security', forced_table);
    end loop;
end $$;
