-- Ratings, values of indicators and of source figures are comparisons within a region: whoever belongs to the region, however low, sees
-- all of them; the regions' rating (region = 'RU') is seen by every scope. Only a scope that covers the region may write.
create or replace function reserve_compares(region text) returns boolean
    language sql stable parallel safe
    return reserve_sees(region) or starts_with(current_setting('reserve.scope', true) || '.', region || '.');

do $$
declare
    protected_table text;
begin
    foreach protected_table in array array['ratings', 'rating_scores', 'indicator_values', 'source_figure_values']
    loop
        execute format('alter table %I enable row level security', protected_table);
        execute format('drop policy if exists comparison on %I', protected_table);
        execute format('drop policy if exists keeping on %I', protected_table);
        execute format('create policy comparison on %I for select using (reserve_compares(region))', protected_table);
        execute format('create policy keeping on %I using (reserve_sees(region)) with check (reserve_sees(region))', protected_table);
    end loop;
end $$;
