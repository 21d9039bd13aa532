-- apart: nodes go on working meanwhile.
-- The cases of all processes, newest last; a territory and a state at a time. Written when a case begins and ends, not by its steps.
create index concurrently if not exists process_run_newest on process_run (status, territory collate "C", started_at, id);
-- Cases that were begun under words of their own, which are looked for.
create index concurrently if not exists process_run_named on process_run (territory collate "C", started_at, id)
    where business_key is not null;
