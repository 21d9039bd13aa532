-- The command that completes a task. Drawings of releases before did not name it: their elements stand here for the runs that go on by
-- them.
create or replace function task_command(inputs jsonb, element_id text) returns text
    language sql immutable parallel safe
    as $$
        select coalesce(inputs ->> 'command', case element_id
            when 'ChooseExperts' then 'Commission.ChooseExperts'
            when 'Opinion' then 'Commission.GiveOpinion'
            when 'Agenda' then 'Commission.PutOnAgenda'
            when 'Vote' then 'Commission.CastVote'
        end)
    $$;
