-- The directory of posts that every installation begins with; what stands in it is changed on the page and stays. Requirements are left to
-- the orders of the regions.
insert into posts (id, name, aliases, level, category, authority, is_single, requirements, is_proposal) values
    ('0197d000-0000-7000-8000-000000000001', 'Руководитель органа управления образованием субъекта Российской Федерации',
        array['Министр образования', 'Министр образования и науки'], 'Regional', 'RegionalHead', 'RegionalAuthority', true, '{}', false),
    ('0197d000-0000-7000-8000-000000000002', 'Заместитель руководителя органа управления образованием субъекта Российской Федерации',
        array['Заместитель министра образования', 'Первый заместитель министра образования'],
        'Regional', 'RegionalDeputy', 'RegionalAuthority', false, '{}', false),
    ('0197d000-0000-7000-8000-000000000003', 'Руководитель муниципального органа управления образованием',
        array['Начальник управления образования', 'Начальник отдела образования', 'Председатель комитета по образованию'],
        'Municipal', 'MunicipalHead', 'MunicipalAuthority', true, '{}', false),
    ('0197d000-0000-7000-8000-000000000004', 'Заместитель руководителя муниципального органа управления образованием',
        array['Заместитель начальника управления образования'],
        'Municipal', 'MunicipalDeputy', 'MunicipalAuthority', false, '{}', false),
    ('0197d000-0000-7000-8000-000000000005', 'Заместитель главы местной администрации по социальным вопросам',
        array['Заместитель главы по социальным вопросам', 'Заместитель главы района по социальным вопросам'],
        'Municipal', 'AdministrationDeputy', 'Administration', false, '{}', false),
    ('0197d000-0000-7000-8000-000000000006', 'Руководитель структурного подразделения местной администрации в сфере образования',
        array['Начальник отдела общего образования'], 'Municipal', 'UnitHead', 'Administration', false, '{}', false),
    ('0197d000-0000-7000-8000-000000000007', 'Руководитель общеобразовательной организации',
        array['Директор школы', 'Директор гимназии', 'Директор лицея', 'Директор общеобразовательной организации'],
        'School', 'SchoolHead', 'School', true, '{}', false),
    ('0197d000-0000-7000-8000-000000000008', 'Заместитель руководителя общеобразовательной организации',
        array['Заместитель директора', 'Заместитель директора школы'], 'School', 'SchoolDeputy', 'School', false, '{}', false)
on conflict (id) do nothing;

-- Cases and tenures from before the directory: the head of the municipality's authority, however the post was worded.
create or replace function pg_temp.is_municipal_head(position_text text) returns boolean
    language sql immutable
    return position_text ~* '(^|[^а-яё])(руководител|начальник|заведующ|председател|директор|глава)'
        and position_text ~* '(^|[^а-яё])образован' and position_text !~* '(^|[^а-яё])зам(еститель|\M)';

update appointment_cases set post_id = '0197d000-0000-7000-8000-000000000003'
where post_id is null and pg_temp.is_municipal_head(position);
-- Where two stood in one post at once neither is marked, and where one person stood in it twice neither has it: the page of heads shows
-- them, and a person mends the dates.
update tenures t
set post_id = '0197d000-0000-7000-8000-000000000003',
    is_single = not exists (
        select from tenures o
        where o.id <> t.id and o.territory = t.territory and pg_temp.is_municipal_head(o.position)
            and daterange(o.starts_on, o.ends_on, '[]') && daterange(t.starts_on, t.ends_on, '[]')
    )
where post_id is null and pg_temp.is_municipal_head(position)
    and not exists (
        select from tenures o
        where o.id <> t.id and o.head_id = t.head_id and pg_temp.is_municipal_head(o.position)
            and daterange(o.starts_on, o.ends_on, '[]') && daterange(t.starts_on, t.ends_on, '[]')
    );

-- One holder of a post at a time; nobody twice in one post at once. The database refuses it whoever looks and whatever they see.
create extension if not exists btree_gist;
do $$
begin
    if not exists (select from pg_constraint where conname = 'tenures_one_holder') then
        alter table tenures add constraint tenures_one_holder exclude using gist (
            territory with =, post_id with =, organization with =, daterange(starts_on, ends_on, '[]') with &&
        ) where (is_single);
    end if;
end $$;
