-- One record for each person of before: candidates, heads, cases and members of commissions refer to it. A name alone is taken for the
-- same person only where the region knows exactly one of this name.
create or replace function pg_temp.plain(name text) returns text
    language sql immutable
    return translate(lower(regexp_replace(btrim(name), '\s+', ' ', 'g')), 'ё', 'е');
create or replace function pg_temp.region(path text) returns text
    language sql immutable
    return split_part(path, '.', 1) || coalesce('.' || nullif(split_part(path, '.', 2), ''), '');
create or replace function pg_temp.only_person(name text, path text) returns uuid
    language sql
    return (
        select case when count(*) = 1 then (array_agg(p.id))[1] end from persons p
        where p.search_text = pg_temp.plain(name) and p.merged_into is null and pg_temp.region(p.territory) = pg_temp.region(path)
    );
create or replace procedure pg_temp.record_person(id uuid, territory text, name text, moment timestamptz)
    language sql as $$
    insert into persons (id, territory, last_name, first_name, middle_name, recorded_at)
    select record_person.id, record_person.territory, left(split_part(n.words, ' ', 1), 100), left(split_part(n.words, ' ', 2), 100),
        nullif(left(substr(n.words, length(split_part(n.words, ' ', 1)) + length(split_part(n.words, ' ', 2)) + 3), 100), ''),
        record_person.moment
    from (select regexp_replace(btrim(record_person.name), '\s+', ' ', 'g') as words) n
    on conflict do nothing;
$$;

insert into persons (id, territory, last_name, first_name, middle_name, birth_date, snils, recorded_at)
select c.id, c.territory, c.last_name, c.first_name, c.middle_name, c.birth_date, c.snils, c.registered_at
from candidates c where c.person_id is null
on conflict do nothing;
update candidates c set person_id = p.id from persons p where c.person_id is null and (p.id = c.id or p.snils = c.snils);
update persons p set user_id = c.user_id from candidates c
where c.person_id = p.id and c.user_id is not null and p.user_id is null
    and not exists (select from persons o where o.user_id = c.user_id);

do $$
declare
    one record;
    found_person uuid;
begin
    for one in
        select h.id, h.territory, h.person_name as name, h.candidate_id, now() as moment, 'head' as kind from current_heads h
        where h.person_id is null
        union all
        select a.id, a.territory, a.person_name, a.candidate_id, a.registered_at, 'case' from appointment_cases a where a.person_id is null
    loop
        select c.person_id into found_person from candidates c where c.id = one.candidate_id;
        found_person := coalesce(found_person, pg_temp.only_person(one.name, one.territory));
        if found_person is null then
            call pg_temp.record_person(one.id, one.territory, one.name, one.moment);
            found_person := one.id;
        end if;
        if one.kind = 'head' then
            update current_heads set person_id = found_person where id = one.id;
        else
            update appointment_cases set person_id = found_person where id = one.id;
        end if;
        found_person := null;
    end loop;

    -- Members of commissions by their full names; whoever signs in under a shorter one is linked by hand.
    for one in
        select distinct on (u.id) u.id, u.territory, u.display_name as name from users u
        join commission_members m on m.user_id = u.id
        where not exists (select from persons p where p.user_id = u.id)
            and array_length(regexp_split_to_array(btrim(u.display_name), '\s+'), 1) = 3
            and u.display_name !~ '\.'
    loop
        found_person := pg_temp.only_person(one.name, one.territory);
        if found_person is null or exists (select from persons p where p.id = found_person and p.user_id is not null) then
            call pg_temp.record_person(one.id, one.territory, one.name, now());
            found_person := one.id;
        end if;
        update persons set user_id = one.id where id = found_person and user_id is null;
    end loop;
end $$;

create index if not exists ix_persons_search_text on persons using gin (search_text gin_trgm_ops);

-- The database refuses the same post twice for one person, whoever looks; and the case of a tenure is one.
do $$
begin
    if not exists (select from pg_constraint where conname = 'tenures_once') then
        alter table tenures add constraint tenures_once exclude using gist (
            head_id with =, post_id with =, organization with =, daterange(starts_on, ends_on, '[]') with &&
        );
    end if;
end $$;
